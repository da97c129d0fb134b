import type { StreamerOverlay } from "../durable-objects/streamer-overlay.ts";
import type { StageEvent, Stages } from "./overlays/index.ts";
import { overlayProblem } from "./overlays/index.ts";
import type { Ref } from "./platform/ids.ts";
import { log } from "./platform/log.ts";

const attempts = 4;
const pauseMs = 100;

/** The stages as Durable Objects, one a streamer. One that was lost with its answer is told again, which changes nothing. */
export function createOverlayStages(namespace: DurableObjectNamespace<StreamerOverlay>): Stages {
  // A stub stays broken after an exception, so each attempt has its own.
  const tell = async (streamerRef: Ref, event: StageEvent) =>
    JSON.parse(
      await persistently(async () => namespace.getByName(streamerRef).tell(JSON.stringify(event))),
    );
  return {
    enqueue: (streamerRef, item) => tell(streamerRef, { type: "ENQUEUE", item }),
    addSpeech: (streamerRef, donationRef, clip) =>
      tell(streamerRef, { type: "SPEECH", donationRef, clip }),
    withdraw: (streamerRef, donationRef, outcome) =>
      tell(streamerRef, { type: "WITHDRAW", donationRef, outcome }),
    showWidget: (streamerRef, widget) => tell(streamerRef, { type: "WIDGET", widget }),
    command: (streamerRef, command) => tell(streamerRef, { type: "COMMAND", ...command }),
    snapshot: async (streamerRef) =>
      JSON.parse(await persistently(async () => namespace.getByName(streamerRef).snapshot())),
    configure: (streamerRef, settings) => tell(streamerRef, { type: "CONFIGURE", settings }),
    reload: (streamerRef, overlayRef) => tell(streamerRef, { type: "RELOAD", overlayRef }),
    endTokens: (streamerRef, ends) => tell(streamerRef, { type: "TOKENS_ENDED", ends }),
    connect: async (streamerRef, request) => {
      // Not again: the ticket may be used up.
      const response = await namespace.getByName(streamerRef).fetch(request);
      if (response.status === 101) {
        // A fetched answer's headers cannot be added to; a copy's can.
        return new Response(null, {
          status: 101,
          webSocket: response.webSocket,
          headers: response.headers,
        });
      }
      if (response.status === 401) {
        throw overlayProblem(
          "ticket_invalid",
          "The ticket was used before, or its link has ended.",
        );
      }
      throw overlayProblem("stage_unavailable", "Too many pages are connected to this stage.");
    },
  };
}

async function persistently(ask: () => Promise<string>): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      log("warn", "stage_lost", { attempt, error: String(error) });
      if (attempt === attempts) {
        const detail = "The stage did not answer. Send the same request again.";
        const problem = overlayProblem("stage_unavailable", detail, {}, { "Retry-After": "1" });
        throw Object.assign(problem, { cause: error });
      }
      await new Promise((resolve) => setTimeout(resolve, pauseMs * attempt));
    }
  }
}
