import { lengthMsOf } from "../../../src/overlays/alert-content.ts";
import { newPlayer, nextWakeOfPlayer, stepPlayer } from "../../../web/overlay/player.ts";
import type {
  Play,
  PlayerAction,
  PlayerInput,
  PlayerState,
} from "../../../web/overlay/player-state.ts";
import type { Chance } from "./chance.ts";
import type { Timeline } from "./timeline.ts";
import type { Line, LineEnds } from "./wire.ts";

export type Heard = {
  readonly page: string;
  readonly key: string;
  readonly from: number;
  to: number;
};

export type PageWorld = {
  readonly timeline: Timeline;
  readonly chance: Chance;
  readonly newRef: () => string;
  readonly connect: (page: SimPage, ends: Omit<LineEnds, "onStage" | "onStageClosed">) => Line;
  readonly heard: Heard[];
  readonly completed: (key: string) => void;
  /** How likely an alert never begins, or fails, for no fault of the network. */
  readonly badAlerts: number;
};

/** A browser source: the player that ships, in a browser that crashes, hangs and loses its network. */
export type SimPage = {
  readonly name: string;
  readonly isMirror: boolean;
  readonly kind: "obs" | "browser";
  readonly instance: () => string;
  readonly cut: (forMs: number) => void;
  readonly hang: (forMs: number) => void;
  readonly crash: (forMs: number) => void;
  readonly heal: () => void;
};

type Rendering = { readonly play: Play; readonly cancel: () => void; sound: Heard | null };

export function openSimPage(
  world: PageWorld,
  { name, isMirror, kind }: Pick<SimPage, "name" | "isMirror" | "kind">,
): SimPage {
  const { timeline, chance } = world;
  const about = { kind, is_visible: true, is_active: true, is_audio_ok: true } as const;
  let instance = world.newRef();
  let player: PlayerState = newPlayer(about, timeline.now());
  let line: Line | null = null;
  let rendering: Rendering | null = null;
  let waiting: PlayerInput[] = [];
  let [cutUntil, hungUntil, goneUntil] = [0, 0, 0];
  let cancelWake = () => {};

  const isCut = () => timeline.now() < cutUntil;
  const isStill = () => timeline.now() < Math.max(hungUntil, goneUntil);

  /** What happens to a page that was opened before, happens to nobody any more. */
  const forThisOpening = (act: () => void) => {
    const opening = instance;
    return () => {
      if (opening === instance) act();
    };
  };

  function feed(input: PlayerInput): void {
    if (timeline.now() < goneUntil) return;
    if (isStill()) {
      waiting.push(input);
      return;
    }
    const { state, actions } = stepPlayer(player, input, {
      now: timeline.now(),
      chance: chance.next(),
    });
    player = state;
    for (const action of actions) perform(action);
    planWake();
  }

  function planWake(): void {
    cancelWake();
    const late = chance.between(0, chance.happens(0.05) ? 1_000 : 40);
    const tick = forThisOpening(() => feed({ type: "TICK" }));
    cancelWake = timeline.at(nextWakeOfPlayer(player) + late, tick);
  }

  function perform(action: PlayerAction): void {
    if (action.do === "CONNECT") connect();
    if (action.do === "SEND") line?.toStage(action.text);
    if (action.do === "PLAY") beginRendering(action.play);
    if (action.do === "STOP") stopRendering();
    if (action.do === "RELOAD") crashFor(300);
    if (action.do === "DISCONNECT") {
      line?.closeByPage();
      line = null;
    }
  }

  function connect(): void {
    const open = () => {
      if (isCut()) return feed({ type: "REFUSED", isFinal: false });
      const ends = {
        isCut,
        onPage: (text: string) => mine(() => feed({ type: "HEARD", text })),
        onPageClosed: (code: number) =>
          mine(() => {
            line = null;
            feed({ type: "CLOSED", code });
          }),
      };
      const opened = world.connect(page, ends);
      const mine = (act: () => void) => {
        if (line === opened) act();
      };
      line = opened;
      feed({ type: "OPENED" });
    };
    timeline.at(timeline.now() + chance.between(40, 300), forThisOpening(open));
  }

  function beginRendering(play: Play): void {
    stopRendering();
    const lot = chance.next();
    if (lot < world.badAlerts / 2) {
      // It never begins, and the page does not know why.
      rendering = { play, cancel: () => {}, sound: null };
      return;
    }
    const playbackRef = play.playback_ref;
    const isBroken = lot < world.badAlerts;
    const begin = forThisOpening(() => {
      if (rendering?.play !== play) return;
      // A frozen page begins nothing while it is frozen.
      if (isStill()) {
        timeline.at(hungUntil + 1, begin);
        return;
      }
      if (isBroken) {
        rendering = null;
        feed({ type: "FAILED", playbackRef, code: "IMAGE_LOAD" });
        return;
      }
      startSound();
      const end = forThisOpening(() => endOf(play));
      rendering = { ...rendering, cancel: timeline.at(timeline.now() + lengthMsOf(play), end) };
      feed({ type: "STARTED", playbackRef });
    });
    const cancel = timeline.at(timeline.now() + chance.between(20, 600), begin);
    rendering = { play, cancel, sound: null };
  }

  function endOf(play: Play): void {
    // A frozen page does not come to its end while it is frozen.
    if (isStill()) {
      timeline.at(
        hungUntil + 1,
        forThisOpening(() => endOf(play)),
      );
      return;
    }
    if (rendering?.play !== play) return;
    stopRendering();
    if (!play.is_mirror) world.completed(play.donation_ref ?? play.playback_ref);
    feed({ type: "ENDED", playbackRef: play.playback_ref });
  }

  function startSound(): void {
    if (!rendering || rendering.play.is_mirror) return;
    const key = rendering.play.donation_ref ?? rendering.play.playback_ref;
    const sound = { page: name, key, from: timeline.now(), to: Number.POSITIVE_INFINITY };
    rendering.sound = sound;
    world.heard.push(sound);
  }

  function stopSound(): void {
    if (rendering?.sound?.to === Number.POSITIVE_INFINITY) rendering.sound.to = timeline.now();
  }

  function stopRendering(): void {
    stopSound();
    rendering?.cancel();
    rendering = null;
  }

  function crashFor(ms: number): void {
    stopRendering();
    cancelWake();
    line?.closeByPage();
    line = null;
    waiting = [];
    instance = world.newRef();
    goneUntil = timeline.now() + ms;
    hungUntil = 0;
    const reopen = forThisOpening(() => {
      player = newPlayer(about, timeline.now());
      feed({ type: "TICK" });
    });
    timeline.at(goneUntil, reopen);
  }

  function thaw(): void {
    if (isStill()) return;
    const inputs = waiting;
    waiting = [];
    // It may be thawed twice, and goes on sounding once.
    if (rendering?.sound && Number.isFinite(rendering.sound.to)) startSound();
    feed({ type: "TICK" });
    for (const input of inputs) feed(input);
  }

  const page: SimPage = {
    ...{ name, isMirror, kind },
    instance: () => instance,
    cut(forMs) {
      cutUntil = Math.max(cutUntil, timeline.now() + forMs);
      line?.loseTouch();
    },
    hang(forMs) {
      stopSound();
      hungUntil = Math.max(hungUntil, timeline.now() + forMs);
      timeline.at(hungUntil, forThisOpening(thaw));
    },
    crash: crashFor,
    heal() {
      cutUntil = timeline.now();
      if (timeline.now() < hungUntil) {
        hungUntil = timeline.now();
        thaw();
      }
    },
  };
  feed({ type: "TICK" });
  return page;
}
