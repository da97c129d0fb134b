import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import { currencySchema } from "../platform/money.ts";
import { lengthMsOf } from "./alert-content.ts";
import { playbackOutcomes } from "./playback-fact.ts";
import { queueOf } from "./queue-order.ts";
import { controlsOf } from "./stage-draft.ts";
import type { DoneItem, Page, StageItem, StageState } from "./stage-state.ts";
import { timers } from "./timers.ts";

const shownItems = 50;
const shownDone = 20;

const momentSchema = z
  .string()
  .meta({ format: "date-time", examples: ["2026-11-21T01:16:30.000Z"] });
const kindSchema = z.enum(["LIVE", "REPLAY", "TEST"]);

const itemSchema = z.strictObject({
  donation_ref: refSchema.nullable(),
  kind: kindSchema,
  seq: z
    .int()
    .nullable()
    .meta({ description: "The order of payment; null for replays and tests." }),
  state: z.enum(["AWAITING_MODERATION", "PREPARING", "QUEUED"]),
  name: z.string(),
  amount_text: z.string().meta({ description: "As the stage writes it, in its language." }),
  amount: z.string().nullable().meta({ description: "Null in a test that named none." }),
  currency: currencySchema.nullable(),
  message: z.string(),
  has_sound: z.boolean(),
  has_video: z.boolean(),
  duration_ms: z.int(),
  paid_at: momentSchema,
  attempts: z.int(),
});

const pageSchema = z.strictObject({
  conn: z.string(),
  overlay_ref: refSchema,
  kind: z.enum(["obs", "browser"]),
  is_leader: z.boolean().meta({ description: "This page plays; every other one is silent." }),
  health: z.enum(["OK", "NOT_ANSWERING", "SILENT", "HIDDEN", "NO_AUDIO"]),
  connected_at: momentSchema,
  last_heard_at: momentSchema,
});

/** A stage as its streamer sees it: what is played, what waits, what has ended and who is connected. */
export const stageSnapshotSchema = z.strictObject({
  rev: z.int().meta({ description: "Counts the changes of the stage." }),
  is_paused: z.boolean(),
  is_muted: z.boolean(),
  volume: z.number(),
  hold: z
    .strictObject({ reason: z.enum(["BACKLOG", "PANIC"]), until: momentSchema.nullable() })
    .nullable()
    .meta({ description: "Why nothing is played although nothing is paused." }),
  health: z.enum(["NO_PAGE", "NOT_ANSWERING", "OK"]),
  current: itemSchema
    .omit({ state: true })
    .extend({
      playback_ref: refSchema,
      state: z.enum(["SENT", "PLAYING", "PAGE_LOST"]),
      started_at: momentSchema.nullable(),
    })
    .nullable(),
  queue: z.array(itemSchema),
  queue_length: z.int(),
  awaiting: z.array(itemSchema),
  ended: z.array(
    itemSchema.omit({ state: true }).extend({
      outcome: z.enum(playbackOutcomes),
      reason: z.string().nullable(),
      ended_at: momentSchema,
    }),
  ),
  pages: z.array(pageSchema),
  unwritten_facts: z.int().meta({ description: "What the database is still to be told." }),
});

export type StageSnapshot = z.output<typeof stageSnapshotSchema>;

export function stageSnapshotOf(
  state: StageState,
  now: number,
  heardAt: (conn: string) => number,
): StageSnapshot {
  const queue = queueOf(state, now);
  const held = Object.values(state.items).filter((item) => item.state === "AWAITING_MODERATION");
  return {
    rev: state.rev,
    ...controlsOf(state),
    hold: state.hold && {
      reason: state.hold.reason,
      until: state.hold.reason === "BACKLOG" ? momentOf(state.hold.until) : null,
    },
    health: healthOfStage(state),
    current: currentOf(state),
    queue: queue.slice(0, shownItems).map(viewOf),
    queue_length: queue.length,
    awaiting: held
      .toSorted((one, other) => one.seq - other.seq)
      .slice(0, shownItems)
      .map(viewOf),
    ended: Object.values(state.done)
      .toSorted((one, other) => other.endedAt - one.endedAt)
      .slice(0, shownDone)
      .map(endedOf),
    pages: Object.values(state.pages).map((page) =>
      pageOf(page, state, now, Math.max(page.heardAt, heardAt(page.conn))),
    ),
    unwritten_facts: Object.keys(state.outbox).length,
  };
}

function momentOf(ms: number): string {
  return new Date(ms).toISOString();
}

function viewOf(item: StageItem) {
  const { view, audio, media } = item.content;
  return {
    donation_ref: item.kind === "TEST" ? null : item.donationRef,
    kind: item.kind,
    seq: item.kind === "LIVE" ? item.seq : null,
    state: item.state,
    ...{ name: view.name, amount_text: view.amount_text, message: view.message },
    ...{ amount: view.amount ?? null, currency: view.currency ?? null },
    ...{
      has_sound: audio.length > 0,
      has_video: media !== null,
      duration_ms: lengthMsOf(item.content),
    },
    ...{ paid_at: momentOf(item.paidAtMs), attempts: item.attempts },
  };
}

function currentOf({ current }: StageState): StageSnapshot["current"] {
  if (!current) return null;
  const { playbackRef, state, startedAt } = current;
  const isLost = state === "ORPHANED" || state === "ORPHANED_UNSTARTED";
  return {
    ...viewOf(current.item),
    playback_ref: playbackRef,
    state: isLost ? "PAGE_LOST" : state,
    started_at: startedAt === null ? null : momentOf(startedAt),
  };
}

function endedOf({ item, outcome, reason, endedAt }: DoneItem) {
  const { state: _state, ...view } = viewOf(item);
  return { ...view, outcome, reason, ended_at: momentOf(endedAt) };
}

function pageOf(page: Page, state: StageState, now: number, heardAt: number) {
  return {
    ...{ conn: page.conn, overlay_ref: page.overlayRef, kind: page.kind },
    is_leader: page.conn === state.leader,
    health: healthOfPage(page, now - heardAt),
    connected_at: momentOf(page.connectedAt),
    last_heard_at: momentOf(heardAt),
  };
}

function healthOfPage(page: Page, silentMs: number): StageSnapshot["pages"][number]["health"] {
  if (page.isSuspect) return "NOT_ANSWERING";
  if (silentMs > timers.silentPageMs) return "SILENT";
  if (page.isAudioOk === false) return "NO_AUDIO";
  return page.isVisible ? "OK" : "HIDDEN";
}

function healthOfStage({ pages, leader }: StageState): StageSnapshot["health"] {
  if (leader !== null) return "OK";
  return Object.values(pages).some(({ canPlay }) => canPlay) ? "NOT_ANSWERING" : "NO_PAGE";
}
