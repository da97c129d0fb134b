import { nextWakeOf, type StageEvent, step } from "../../../src/overlays/dispatcher.ts";
import { resultOfCommand, type StageCommand } from "../../../src/overlays/obey-command.ts";
import type { Hello, PageMessage, StageMessage } from "../../../src/overlays/protocol.ts";
import type { QueueItem } from "../../../src/overlays/queue-item.ts";
import { emptyStage } from "../../../src/overlays/stage-draft.ts";
import type { Effect } from "../../../src/overlays/stage-state.ts";
import { countedRefs, queueItem } from "./alerts.ts";

const start = 1_760_000_000_000;

/** A stage on a bench: time moves when the test says so, and every word of it is kept. */
export function openBenchStage() {
  const newRef = countedRefs();
  const pings = new Map<string, number>();
  const instances = new Map<string, string>();
  const effects: Effect[] = [];
  let state = emptyStage();
  let now = start;
  let commands = 0;

  const tell = (event: StageEvent) => {
    const heardAt = (conn: string) => pings.get(conn) ?? 0;
    const next = step(state, event, { now, newRef, heardAt });
    state = next.state;
    effects.push(...next.effects);
  };
  const say = (conn: string, message: PageMessage, isMirror = false) => {
    const instance = instances.get(conn) ?? conn;
    const access = { overlayRef: "overlay", tokenRef: "token", canPlay: true, endsAt: null };
    tell({ type: "SAID", conn, pass: { instance, isMirror, ...access }, message });
  };
  const messages = (conn?: string): StageMessage[] =>
    effects.flatMap((effect) =>
      effect.do === "SEND" && (conn === undefined || effect.conn === conn) ? [effect.message] : [],
    );
  return {
    start,
    state: () => state,
    effects,
    tell,
    /** Lets time pass, waking the stage whenever it asked for it; late, if the alarm is late. */
    pass: (ms: number, alarmLateMs = 0) => {
      const until = now + ms;
      for (let wake = nextWakeOf(state); wake !== null && wake + alarmLateMs <= until; ) {
        now = Math.max(now, wake + alarmLateMs);
        tell({ type: "TICK" });
        const next = nextWakeOf(state);
        wake = next !== null && next <= now ? null : next;
      }
      now = until;
    },
    ping: (conn: string) => pings.set(conn, now),
    enqueue: (donationRef: string, seq: number, change: Partial<QueueItem> = {}) =>
      tell({ type: "ENQUEUE", item: queueItem({ donationRef, seq, paidAtMs: now, ...change }) }),
    hello: (
      conn: string,
      words: Partial<Hello> & { instance?: string; isMirror?: boolean } = {},
    ) => {
      const { instance, isMirror, ...about } = words;
      instances.set(conn, instance ?? conn);
      const quiet = { is_visible: true, is_active: true, is_audio_ok: true, rendering: null };
      say(conn, { t: "HELLO", d: { kind: "obs", ...quiet, terminals: [], ...about } }, isMirror);
    },
    say: (conn: string, t: "STARTED" | "FINISHED", playback_ref: string) =>
      say(conn, { t, d: { playback_ref } }),
    fail: (conn: string, playback_ref: string, code = "IMAGE_LOAD") =>
      say(conn, { t: "FAILED", d: { playback_ref, code } }),
    alive: (conn: string) => say(conn, { t: "ALIVE", d: {} }),
    command: (command: StageCommand, commandRef?: string) => {
      commands += 1;
      const named = { commandRef: commandRef ?? `command ${commands}`, command };
      const digest = JSON.stringify(command);
      tell({ type: "COMMAND", ...named, digest });
      return resultOfCommand(state, { ...named, digest });
    },
    messages,
    plays: (conn?: string) =>
      messages(conn).flatMap((message) => (message.t === "PLAY" ? [message.d] : [])),
    stops: (conn?: string) =>
      messages(conn).flatMap((message) => (message.t === "STOP" ? [message.d.reason] : [])),
    playback: () => state.current?.playbackRef ?? "none",
    outcomes: () =>
      Object.fromEntries(
        Object.values(state.outbox).map(({ donationRef, outcome }) => [donationRef, outcome]),
      ),
  };
}

export type BenchStage = ReturnType<typeof openBenchStage>;

/** Plays what is on the stage to its end. */
export function playOut(stage: BenchStage, conn: string): void {
  const playback = stage.playback();
  stage.say(conn, "STARTED", playback);
  stage.pass(8_000);
  stage.say(conn, "FINISHED", playback);
  stage.pass(300);
}
