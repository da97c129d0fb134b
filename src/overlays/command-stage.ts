import { createHash } from "node:crypto";
import type { Caller } from "../platform/caller.ts";
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
};

/** Steers one's own stage, and shows it as it is then. The same key again does it no second time. */
export async function commandStage(
  deps: OverlaysDeps,
  caller: Caller,
  { write, command }: CommandStageInput,
): Promise<StageSnapshot> {
  const commandRef = commandRefOf(write);
  const result = await deps.stages.command(caller.ownerRef, commandRef, command);
  refuse(result);
  return deps.stages.snapshot(caller.ownerRef);
}

/** The caller's key as a name of ours, because the stage keeps it and keys may be long. */
function commandRefOf({ key, newRef }: WriteRequest): Ref {
  return key === null
    ? newRef()
    : createHash("sha256").update(key).digest("base64url").slice(0, 26);
}

export function refuse(result: CommandResult): void {
  if (!result.ok) throw overlayProblem(result.code, details[result.code]);
}
