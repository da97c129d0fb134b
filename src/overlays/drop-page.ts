import { provenAtOf, type StageDraft, without } from "./stage-draft.ts";
import type { Page, StageMoment } from "./stage-state.ts";
import { timers } from "./timers.ts";

/** Forgets a page whose connection is gone. What it was playing waits a little for it to come back. */
export function dropPage(draft: StageDraft, page: Page, moment: StageMoment): void {
  draft.pages = without(draft.pages, page.conn);
  if (draft.leader === page.conn) draft.leader = null;
  if (page.canPlay && !Object.values(draft.pages).some(({ canPlay }) => canPlay)) {
    draft.playerLeftAt = moment.now;
    draft.rebuildAt = null;
  }
  const { current } = draft;
  if (current?.conn !== page.conn) return;
  draft.current = {
    ...current,
    conn: null,
    state: current.startedAt === null ? "ORPHANED_UNSTARTED" : "ORPHANED",
    provenAt: Math.max(current.provenAt, provenAtOf(page, moment)),
    decideAt: moment.now + timers.orphanGraceMs,
  };
}
