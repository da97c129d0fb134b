import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import type { OverlaysDeps } from "./deps.ts";
import { linkOf, type OpenedOverlay } from "./overlay.ts";
import { hashOfOverlayToken, makeOverlayToken } from "./overlay-token.ts";
import { runOverlayCommand } from "./run-overlay-command.ts";

export type RotateOverlayInput = {
  readonly write: WriteRequest;
  readonly overlayRef: Ref;
  readonly overlapSeconds: number;
};

/** Gives an overlay a new link. Whoever came by an older one is cut off: at once, or after the overlap. */
export async function rotateOverlay(
  deps: OverlaysDeps,
  caller: Caller,
  input: RotateOverlayInput,
): Promise<Written<OpenedOverlay>> {
  const command = { overlay_ref: input.overlayRef, overlap_seconds: input.overlapSeconds };
  const intent = intentOf(caller, input.write, "overlays.rotate", command);
  const token = makeOverlayToken();
  const { overlay, isReplayed } = await runOverlayCommand(deps, "overlays.rotate_overlay", intent, {
    ...command,
    token_ref: input.write.newRef(),
    token_hash: hashOfOverlayToken(token),
  });
  const shown = { token, link: linkOf(overlay.overlay_ref, token) };
  return {
    result: { ...overlay, ...(isReplayed ? { token: null, link: null } : shown) },
    isReplayed,
  };
}
