import { createHash } from "node:crypto";
import type { Caller } from "../platform/caller.ts";
import { canonicalJson } from "../platform/canonical-json.ts";
import { platformProblem } from "../platform/errors.ts";
import type { Ref } from "../platform/ids.ts";
import type { WriteRequest } from "../platform/intent.ts";
import type { OverlaysDeps } from "./deps.ts";
import { overlayProblem } from "./errors.ts";
import type { StageCommand } from "./obey-command.ts";
import type { StageSnapshot } from "./stage-snapshot.ts";
import type { CommandResult, RefusedCommand } from "./stage-state.ts";

export type CommandStageInput = { readonly write: WriteRequest; readonly command: StageCommand };

const details: Readonly<Record<RefusedCommand, string>> = {
  playback_not_current: "This is not what is being played now.",
  donation_not_queued: "This donation does not wait to be played.",
  donation_not_replayable: "This donation cannot be replayed.",
  no_backlog: "Nothing waits for this choice.",
  idempotency_key_reused: "This key was used with another command.",
};

/** Steers one's own stage, and shows it as it is then. The same key again does it no second time. */
export async function commandStage(
  deps: OverlaysDeps,
  caller: Caller,
  { write, command }: CommandStageInput,
): Promise<StageSnapshot> {
  const result = await deps.stages.command(caller.ownerRef, {
    commandRef: commandRefOf(write),
    digest: digestOf(canonicalJson(command)),
    command,
  });
  refuse(result);
  return deps.stages.snapshot(caller.ownerRef);
}

/** The caller's key as a name of ours, because the stage keeps it and keys may be long. */
function commandRefOf({ key, newRef }: WriteRequest): Ref {
  return key === null ? newRef() : digestOf(key).slice(0, 26);
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}

function refuse(result: CommandResult): void {
  if (result.ok) return;
  const { code } = result;
  if (code === "idempotency_key_reused") throw platformProblem(code, details[code]);
  throw overlayProblem(code, details[code]);
}
