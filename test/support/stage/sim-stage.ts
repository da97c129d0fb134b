import { nextWakeOf, type StageEvent, step } from "../../../src/overlays/dispatcher.ts";
import { envelopeOf, readPageMessage, type StageMessage } from "../../../src/overlays/protocol.ts";
import { emptyStage } from "../../../src/overlays/stage-draft.ts";
import type { Effect, StageState } from "../../../src/overlays/stage-state.ts";
import type { Chance } from "./chance.ts";
import type { SimDatabase } from "./sim-database.ts";
import type { SimPage } from "./sim-page.ts";
import type { Timeline } from "./timeline.ts";
import { type Line, type LineEnds, openLine } from "./wire.ts";

export type StageWorld = {
  readonly timeline: Timeline;
  readonly chance: Chance;
  readonly newRef: () => string;
  readonly database: SimDatabase;
  /** Looks at every step, before anything of it is done. */
  readonly watch: (
    before: StageState,
    event: StageEvent,
    after: StageState,
    effects: readonly Effect[],
  ) => void;
  /** What a message becomes on its way: a broken stage, to see that it is seen. */
  readonly spoil?: (message: StageMessage) => StageMessage;
};

/** The stage's object: the reducer that ships, in an object that is put to sleep, restarted and woken late. */
export type SimStage = {
  readonly state: () => StageState;
  readonly tell: (event: StageEvent) => void;
  readonly connect: (page: SimPage, ends: Omit<LineEnds, "onStage" | "onStageClosed">) => Line;
  /** Memory is lost, sockets live on. */
  readonly hibernate: () => void;
  /** A deployment: memory and sockets are lost. */
  readonly redeploy: () => void;
  readonly loseStorage: () => void;
};

export function openSimStage(world: StageWorld): SimStage {
  const { timeline, chance, database, newRef } = world;
  let state = emptyStage();
  let life = 0;
  let isAsleep = false;
  let cancelAlarm = () => {};
  let plannedAt: number | null = null;
  const lines = new Map<string, Line>();
  const open = () => [...lines.values()].filter((line) => line.isOpenAtStage());

  /** An object that has lost its memory comes to itself when somebody needs it, or its alarm rings, and not before. */
  function tell(event: StageEvent): void {
    if (isAsleep) {
      isAsleep = false;
      take({ type: "RESTARTED", open: open().map(({ conn }) => conn) });
    }
    take(event);
  }

  function take(event: StageEvent): void {
    const moment = {
      now: timeline.now(),
      newRef,
      heardAt: (conn: string) => lines.get(conn)?.pingedAt() ?? 0,
    };
    const before = state;
    const { state: after, effects } = step(before, event, moment);
    world.watch(before, event, after, effects);
    state = after;
    planAlarm();
    for (const effect of effects) perform(effect);
  }

  function planAlarm(): void {
    const next = nextWakeOf(state);
    if (next === plannedAt) return;
    cancelAlarm();
    plannedAt = next;
    if (next === null) return;
    const ring = () => {
      plannedAt = null;
      tell({ type: "TICK" });
      if (chance.happens(0.02)) tell({ type: "TICK" });
    };
    cancelAlarm = timeline.at(next + chance.between(0, chance.happens(0.005) ? 60_000 : 10), ring);
  }

  function perform(effect: Effect): void {
    if (effect.do === "SEND") {
      const message = world.spoil?.(effect.message) ?? effect.message;
      lines.get(effect.conn)?.toPage(envelopeOf(message, timeline.now(), "build-1"));
    } else if (effect.do === "CLOSE") {
      lines.get(effect.conn)?.closeByStage(effect.code);
    } else if (effect.do === "WRITE") {
      write(effect.facts);
    } else {
      rebuild();
    }
  }

  /** What was under way in an earlier life is heard by nobody. */
  const inThisLife = <Args extends unknown[]>(act: (...args: Args) => void) => {
    const asked = life;
    return (...args: Args) => {
      if (asked === life) act(...args);
    };
  };

  function write(facts: Extract<Effect, { do: "WRITE" }>["facts"]): void {
    const written: string[] = [];
    let answers = 0;
    for (const fact of facts) {
      const answer = inThisLife((isWritten: boolean) => {
        answers += 1;
        if (isWritten) written.push(fact.donationRef);
        if (answers < facts.length) return;
        tell({ type: "WRITTEN", donationRefs: written, isWhole: written.length === facts.length });
      });
      database.record(fact, answer);
    }
  }

  function rebuild(): void {
    const askedAt = timeline.now();
    database.unplayed(
      inThisLife((unplayed) =>
        tell(unplayed ? { type: "REBUILT", unplayed, askedAt } : { type: "REBUILD_FAILED" }),
      ),
    );
  }

  /** Its alarm is kept with its storage. */
  function loseMemory(kept: StageState): void {
    life += 1;
    state = JSON.parse(JSON.stringify(kept));
    isAsleep = true;
  }

  return {
    state: () => state,
    tell,
    connect(page, ends) {
      const conn = newRef();
      const pass = {
        ...{ instance: page.instance(), overlayRef: "overlay", tokenRef: "token" },
        ...{ canPlay: true, isMirror: page.isMirror, endsAt: null },
      };
      const line = openLine(conn, world, {
        ...ends,
        onStage: (_line, text) => {
          const message = readPageMessage(text);
          if (message) tell({ type: "SAID", conn, pass, message });
        },
        onStageClosed: () => tell({ type: "CLOSED", conn }),
      });
      lines.set(conn, line);
      return line;
    },
    hibernate: () => loseMemory(state),
    redeploy() {
      for (const line of open()) line.closeByStage(1006);
      loseMemory(state);
    },
    loseStorage() {
      cancelAlarm();
      plannedAt = null;
      loseMemory(emptyStage());
    },
  };
}
