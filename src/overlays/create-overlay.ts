import type { Caller } from "../platform/caller.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import type { OverlaysDeps } from "./deps.ts";
import { linkOf, type OpenedOverlay, type Overlay } from "./overlay.ts";
import { hashOfOverlayToken, makeOverlayToken } from "./overlay-token.ts";
import { runOverlayCommand } from "./run-overlay-command.ts";

export type CreateOverlayInput = {
  readonly write: WriteRequest;
  readonly choices: Pick<Overlay, "name" | "parts" | "is_mirror" | "position" | "scale_percent">;
};

/** Makes an overlay for whoever calls, and shows the link that opens it, once. */
export async function createOverlay(
  deps: OverlaysDeps,
  caller: Caller,
  input: CreateOverlayInput,
): Promise<Written<OpenedOverlay>> {
  const command = { owner_ref: caller.ownerRef, ...input.choices };
  const intent = intentOf(caller, input.write, "overlays.create", command);
  const token = makeOverlayToken();
  const { overlay, isReplayed } = await runOverlayCommand(deps, "overlays.create_overlay", intent, {
    ...command,
    overlay_ref: input.write.newRef(),
    token_ref: input.write.newRef(),
    token_hash: hashOfOverlayToken(token),
  });
  const shown = { token, link: linkOf(overlay.overlay_ref, token) };
  return {
    result: { ...overlay, ...(isReplayed ? { token: null, link: null } : shown) },
    isReplayed,
  };
}
