import { and, eq, isNull } from "drizzle-orm";
import { type Caller, maySee } from "../platform/caller.ts";
import { answered } from "../platform/database.ts";
import type { Ref } from "../platform/ids.ts";
import type { OverlaysDeps } from "./deps.ts";
import { overlayProblem } from "./errors.ts";
import { type Overlay, overlayOf } from "./overlay.ts";
import { overlays } from "./schema.ts";

/** Reads one overlay; its link is not shown again. */
export async function getOverlay(
  deps: OverlaysDeps,
  caller: Caller,
  overlayRef: Ref,
): Promise<Overlay> {
  const [row] = await answered(
    deps.database.tables
      .select()
      .from(overlays)
      .where(and(eq(overlays.overlayRef, overlayRef), isNull(overlays.removedAt))),
  );
  if (!row || !maySee(caller, row.ownerRef)) {
    const detail = "There is no such overlay, or it is not yours to see.";
    throw overlayProblem("overlay_not_found", detail, { overlay_ref: overlayRef });
  }
  return overlayOf(row);
}
