import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import type { OverlaysDeps } from "./deps.ts";
import type { Overlay } from "./overlay.ts";
import { runOverlayCommand } from "./run-overlay-command.ts";

export type RemoveOverlayInput = { readonly write: WriteRequest; readonly overlayRef: Ref };

/** Removes an overlay for good, and closes whatever its links have opened. */
export async function removeOverlay(
  deps: OverlaysDeps,
  caller: Caller,
  input: RemoveOverlayInput,
): Promise<Written<Overlay>> {
  const command = { overlay_ref: input.overlayRef };
  const intent = intentOf(caller, input.write, "overlays.remove", command);
  const { overlay, isReplayed } = await runOverlayCommand(
    deps,
    "overlays.remove_overlay",
    intent,
    command,
  );
  return { result: overlay, isReplayed };
}
