import { z } from "zod";
import { runCommand } from "../platform/database.ts";
import type { Ref } from "../platform/ids.ts";
import { refSchema } from "../platform/ids.ts";
import type { Intent } from "../platform/intent.ts";
import type { OverlaysDeps } from "./deps.ts";
import { overlayCatalogue } from "./errors.ts";
import { type Overlay, overlaySchema } from "./overlay.ts";
import type { TokenEnd } from "./stages.ts";

const replySchema = z.object({
  overlay: overlaySchema,
  ended: z.array(z.object({ token_ref: refSchema, ends_at: z.iso.datetime() })).default([]),
});

/** Runs one of the functions that change an overlay, and tells the stage at once which links have ended with it. */
export async function runOverlayCommand(
  deps: OverlaysDeps,
  name: `overlays.${string}`,
  intent: Intent,
  command: Readonly<Record<string, unknown>>,
): Promise<{ readonly overlay: Overlay; readonly isReplayed: boolean }> {
  const { result, isReplayed } = await runCommand(
    deps.database,
    overlayCatalogue,
    name,
    intent,
    command,
  );
  const { overlay, ended } = replySchema.parse(result);
  await endLinks(deps, overlay.owner_ref, ended);
  return { overlay, isReplayed };
}

/** Also when the answer is repeated: the first time the stage may not have been reached. */
async function endLinks(
  deps: OverlaysDeps,
  streamerRef: Ref,
  ended: z.output<typeof replySchema>["ended"],
): Promise<void> {
  if (ended.length === 0) return;
  const ends: TokenEnd[] = ended.map(({ token_ref: tokenRef, ends_at: endsAt }) => ({
    tokenRef,
    endsAt: Date.parse(endsAt),
  }));
  await deps.stages.endTokens(streamerRef, ends);
}
