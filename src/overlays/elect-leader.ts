import { dropPage } from "./drop-page.ts";
import { close, provenAtOf, type StageDraft, send } from "./stage-draft.ts";
import type { Page, StageMoment } from "./stage-state.ts";
import { timers } from "./timers.ts";

/**
 * Chooses the one page that plays. Whoever leads goes on leading, but gives way to OBS while nothing is played: who opened
 * the link in a browser first must not keep the alerts from the stream.
 */
export function electLeader(draft: StageDraft): void {
  const candidates = Object.values(draft.pages).filter(
    ({ canPlay, isSuspect }) => canPlay && !isSuspect,
  );
  const present = candidates.find(({ conn }) => conn === draft.leader);
  const best = candidates.toSorted(byPreference)[0];
  const isOutranked = draft.current === null && best?.kind === "obs" && present?.kind !== "obs";
  const leader = present && !isOutranked ? present : best;
  if ((leader?.conn ?? null) === draft.leader) return;
  const former = draft.leader;
  draft.leader = leader?.conn ?? null;
  draft.epoch += 1;
  if (former !== null && draft.pages[former]) tellRole(draft, former);
  if (leader) tellRole(draft, leader.conn);
}

function byPreference(one: Page, other: Page): number {
  return (
    rankOf(other) - rankOf(one) ||
    one.connectedAt - other.connectedAt ||
    (one.conn < other.conn ? -1 : 1)
  );
}

function rankOf({ kind, isActive }: Page): number {
  return (kind === "obs" ? 2 : 0) + (isActive ? 1 : 0);
}

function tellRole(draft: StageDraft, conn: string): void {
  const role = conn === draft.leader ? "LEADER" : "FOLLOWER";
  send(draft, conn, { t: "ROLE", d: { role, epoch: draft.epoch } });
}

/** A leader that has not been heard for long is gone, also when the network has not said so yet. */
export function dropSilentLeader(draft: StageDraft, moment: StageMoment): boolean {
  const leader = draft.leader === null ? undefined : draft.pages[draft.leader];
  if (!leader || provenAtOf(leader, moment) > moment.now - timers.silentPageMs) return false;
  close(draft, leader.conn, "reconnect", "Nothing was heard for too long.");
  dropPage(draft, leader, moment);
  electLeader(draft);
  return true;
}
