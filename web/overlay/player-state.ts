import type { Controls, Envelope, Hello, PageRole, Widget } from "../../src/overlays/protocol.ts";

export type Play = Extract<Envelope, { readonly t: "PLAY" }>["d"];
export type Terminal = Hello["terminals"][number];

export type Playing = {
  readonly playbackRef: string;
  /** A mirror is shown and says nothing. */
  readonly isMirror: boolean;
  readonly startedAt: number | null;
  readonly startBy: number;
  readonly maxMs: number;
};

export type PlayerState = {
  readonly link: "OFFLINE" | "CONNECTING" | "OPEN";
  readonly heardAt: number;
  readonly connectAt: number;
  readonly connectTries: number;
  readonly pingAt: number;
  /** When a greeting has to be answered; null when it is. A connection alone is no proof that the stage knows this page. */
  readonly welcomeBy: number | null;
  readonly leaseMs: number;
  readonly playing: Playing | null;
  /** Ends that the stage has not confirmed. */
  readonly terminals: readonly Terminal[];
  readonly role: PageRole;
  readonly controls: Controls;
  readonly widgets: Readonly<Record<string, Widget>>;
  readonly build: string | null;
  /** When it reloads, if nothing is played until then; null while it need not. */
  readonly reloadAt: number | null;
  /** How far the stage's clock is behind this one, by the quickest message so far. */
  readonly lagMs: number | null;
  readonly about: Pick<Hello, "kind" | "is_visible" | "is_active" | "is_audio_ok">;
};

export type PlayerInput =
  | { readonly type: "TICK" }
  | { readonly type: "OPENED" }
  | { readonly type: "CLOSED"; readonly code: number }
  /** No ticket was given: the link has ended, or nobody answered. */
  | { readonly type: "REFUSED"; readonly isFinal: boolean }
  | { readonly type: "HEARD"; readonly text: string }
  | { readonly type: "STARTED" | "ENDED"; readonly playbackRef: string }
  | { readonly type: "FAILED"; readonly playbackRef: string; readonly code: string }
  | { readonly type: "SHOWN"; readonly isVisible: boolean; readonly isActive: boolean }
  | { readonly type: "AUDIO"; readonly isOk: boolean };

/** What the page does: connect with a new ticket, say something, show, stop showing. */
export type PlayerAction =
  | { readonly do: "CONNECT" }
  | { readonly do: "SEND"; readonly text: string }
  | { readonly do: "DISCONNECT" }
  | { readonly do: "PLAY"; readonly play: Play }
  | { readonly do: "STOP"; readonly playbackRef: string }
  | { readonly do: "CONTROLS"; readonly controls: Controls }
  | { readonly do: "WIDGET"; readonly widget: Widget }
  | { readonly do: "BLANK" }
  | { readonly do: "RELOAD" };

/** The present, and a number from 0 to 1 that keeps a thousand pages from coming back at the same moment. */
export type PlayerMoment = { readonly now: number; readonly chance: number };

export type PlayerDraft = { -readonly [Field in keyof PlayerState]: PlayerState[Field] } & {
  readonly actions: PlayerAction[];
};

export const playerTimers = {
  idlePingMs: 25_000,
  playingPingMs: 3_000,
  /** Two pings unanswered and a little more. */
  deadMs: 60_000,
  connectTimeoutMs: 10_000,
  welcomeMs: 10_000,
  firstRetryMs: 500,
  longestRetryMs: 10_000,
  endedLinkRetryMs: 60_000,
  tooManyRetryMs: 30_000,
  askedRetryMs: 200,
  /** Whoever reloads between two alerts loses the second for a while: what waits comes at once, so this is silence. */
  idleMs: 2_000,
} as const;

export function say(
  draft: PlayerDraft,
  type: string,
  body: Readonly<Record<string, unknown>>,
): void {
  if (draft.link !== "OPEN") return;
  draft.actions.push({ do: "SEND", text: JSON.stringify({ v: 1, t: type, d: body }) });
}

export function stopPlaying(draft: PlayerDraft): void {
  if (!draft.playing) return;
  draft.actions.push({ do: "STOP", playbackRef: draft.playing.playbackRef });
  draft.playing = null;
}
