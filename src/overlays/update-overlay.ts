import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import type { OverlaysDeps } from "./deps.ts";
import type { Overlay } from "./overlay.ts";
import { runOverlayCommand } from "./run-overlay-command.ts";

export type UpdateOverlayInput = {
  readonly write: WriteRequest;
  readonly overlayRef: Ref;
  /** The version that the change was made for, or null for whichever there is. */
  readonly expectedVersion: string | null;
  readonly changes: Readonly<Record<string, unknown>>;
};

/** Changes what an overlay shows, and has its pages show it as soon as nothing is played. */
export async function updateOverlay(
  deps: OverlaysDeps,
  caller: Caller,
  input: UpdateOverlayInput,
): Promise<Written<Overlay>> {
  const command = {
    overlay_ref: input.overlayRef,
    expected_version: input.expectedVersion,
    ...input.changes,
  };
  const intent = intentOf(caller, input.write, "overlays.update", command);
  const { overlay, isReplayed } = await runOverlayCommand(
    deps,
    "overlays.update_overlay",
    intent,
    command,
  );
  // Also when it is asked for again: the stage may have been away the first time.
  await deps.stages.reload(overlay.owner_ref, overlay.overlay_ref);
  return { result: overlay, isReplayed };
}
