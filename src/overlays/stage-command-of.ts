import type { z } from "zod";
import type { AlertContent } from "./alert-content.ts";
import type { StageCommand } from "./obey-command.ts";
import type { commandBodySchema } from "./stage-endpoints.ts";

type Body = z.output<typeof commandBodySchema>;

const testDurationMs = 8_000;

/** A command as the stage understands it. The schema has seen to it that what it needs is there. */
export function stageCommandOf(body: Body): StageCommand {
  const { command, playback_ref: playbackRef = "", donation_ref: donationRef = "" } = body;
  switch (command) {
    case "SKIP":
      return { command, playbackRef };
    case "REPLAY":
    case "REMOVE":
    case "BUMP":
      return { command, donationRef };
    case "CLEAR":
      return { command, upToSeq: body.up_to_seq ?? 0 };
    case "VOLUME":
      return { command, volume: body.volume ?? 1 };
    case "BACKLOG":
      return { command, choice: body.choice ?? "ALL" };
    case "TEST":
      return { command, content: testContentOf(body.test) };
    default:
      return { command };
  }
}

function testContentOf(test: Body["test"]): AlertContent {
  const { name, amount_text, amount, currency, message, variant, sound } = {
    ...{ name: "Budi", amount_text: "Rp50.000", message: "Semangat!", variant: "default" },
    ...test,
  };
  return {
    view: {
      title: `${name} · ${amount_text}`,
      ...{ name, amount_text, amount, currency, message, variant },
      ...{ duration_ms: testDurationMs, image: null },
    },
    audio: sound ? [{ ...sound, gain: 1 }] : [],
    media: null,
  };
}
