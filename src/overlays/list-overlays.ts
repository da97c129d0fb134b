import { and, desc, eq, isNull, lt } from "drizzle-orm";
import type { Caller } from "../platform/caller.ts";
import { answered } from "../platform/database.ts";
import { type Page, pageOf } from "../platform/list.ts";
import type { OverlaysDeps } from "./deps.ts";
import { type Overlay, overlayOf } from "./overlay.ts";
import { overlays } from "./schema.ts";

export type ListOverlaysInput = { readonly limit: number; readonly cursor?: string | undefined };

const listName = "overlays";

/** Lists one's own overlays, newest first. */
export async function listOverlays(
  deps: OverlaysDeps,
  caller: Caller,
  input: ListOverlaysInput,
): Promise<Page<Overlay>> {
  const bound = { owner_ref: caller.ownerRef };
  const after = deps.cursors.open(listName, bound, input.cursor);
  const rows = await answered(
    deps.database.tables
      .select()
      .from(overlays)
      .where(
        and(
          eq(overlays.ownerRef, caller.ownerRef),
          isNull(overlays.removedAt),
          after === null ? undefined : lt(overlays.overlayRef, after),
        ),
      )
      .orderBy(desc(overlays.overlayRef))
      .limit(input.limit + 1),
  );
  return pageOf(rows.map(overlayOf), input.limit, (overlay) =>
    deps.cursors.seal(listName, bound, overlay.overlay_ref),
  );
}
