import type { Ref } from "../platform/ids.ts";
import type { PlaybackFact, PlaybackOutcome } from "./playback-fact.ts";
import type { PlaybackKind, StageMessage, Widget } from "./protocol.ts";
import type { QueueItem } from "./queue-item.ts";
import type { StageSettings } from "./stage-settings.ts";

/** Something that waits to be played, or is being played, with what its playing has come to so far. */
export type StageItem = QueueItem & {
  /** The donation's ref; replays and tests have a ref of their own. */
  readonly key: Ref;
  readonly kind: PlaybackKind;
  readonly state: "AWAITING_MODERATION" | "PREPARING" | "QUEUED";
  readonly isFront: boolean;
  readonly enqueuedAt: number;
  /** Not before this. While it is prepared: when it is played without what is missing. */
  readonly eligibleAt: number;
  /** How often a page that was there did not play it to its end. */
  readonly attempts: number;
  /** How often the page was lost instead, which is not the donation's fault. */
  readonly losses: number;
  /** To whom it was sent, so that a late word about it is known. */
  readonly playbacks: readonly { readonly playbackRef: Ref; readonly instance: Ref }[];
  readonly isMediaDropped: boolean;
};

/** What has an outcome. It is kept a while for replays, and so that nothing comes back. */
export type DoneItem = {
  readonly item: StageItem;
  readonly outcome: PlaybackOutcome;
  readonly reason: string | null;
  readonly endedAt: number;
};

export type Current = {
  readonly playbackRef: Ref;
  readonly item: StageItem;
  /** Null while its page is away. */
  readonly conn: string | null;
  readonly instance: Ref;
  readonly state: "SENT" | "PLAYING" | "ORPHANED_UNSTARTED" | "ORPHANED";
  readonly startedAt: number | null;
  /** The last moment at which its page is known to have been there. */
  readonly provenAt: number;
  /** When the stage decides without the page: not started, not finished, not come back. */
  readonly decideAt: number;
};

/** What a ticket says of a page before the page says anything. */
export type PagePass = {
  readonly instance: Ref;
  readonly overlayRef: Ref;
  readonly tokenRef: Ref;
  /** Plays alerts, and is no preview. */
  readonly canPlay: boolean;
  readonly isMirror: boolean;
  /** When the token ends, where it is known to. */
  readonly endsAt: number | null;
};

export type Page = PagePass & {
  readonly conn: string;
  readonly kind: "obs" | "browser";
  readonly connectedAt: number;
  readonly heardAt: number;
  readonly isVisible: boolean;
  readonly isActive: boolean;
  readonly isAudioOk: boolean | null;
  /** It did not do what it was told, and has said nothing since. */
  readonly isSuspect: boolean;
  /** When a page that was asked whether it is there has to have answered. */
  readonly answerBy: number | null;
  /** The item whose loss was not charged, because the page seemed dead. */
  readonly suspectKey: Ref | null;
};

export type Hold =
  | { readonly reason: "BACKLOG"; readonly until: number }
  | { readonly reason: "PANIC"; readonly wasMuted: boolean };

export type CommandResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: RefusedCommand };
export type RefusedCommand =
  | "playback_not_current"
  | "donation_not_queued"
  | "donation_not_replayable"
  | "no_backlog"
  | "idempotency_key_reused";

/** A command that was obeyed, and what it came to. What it was is kept as a digest: it may hold somebody's words. */
export type KnownCommand = {
  readonly commandRef: Ref;
  readonly digest: string;
  readonly result: CommandResult;
};

/** Everything that the stage of one streamer knows. Values are never changed, only replaced. */
export type StageState = {
  readonly rev: number;
  readonly epoch: number;
  readonly items: Readonly<Record<Ref, StageItem>>;
  readonly done: Readonly<Record<Ref, DoneItem>>;
  /** Facts that Postgres does not have yet, by donation. */
  readonly outbox: Readonly<Record<Ref, PlaybackFact>>;
  readonly pages: Readonly<Record<string, Page>>;
  /** Connections that have said nothing yet, and until when they have to. */
  readonly strangers: Readonly<Record<string, number>>;
  readonly current: Current | null;
  readonly leader: string | null;
  /** Pages that may still be playing what they were told to stop, and until when nobody else may begin. */
  readonly fences: Readonly<Record<Ref, number>>;
  readonly gapUntil: number;
  readonly isPaused: boolean;
  readonly isMuted: boolean;
  readonly volume: number;
  readonly hold: Hold | null;
  /** When the last page that could play left; null before the first came. */
  readonly playerLeftAt: number | null;
  readonly settings: StageSettings;
  readonly widgets: Readonly<Record<string, Widget>>;
  readonly commands: readonly KnownCommand[];
  readonly write: {
    readonly attempts: number;
    readonly dueAt: number;
    readonly isUnderWay: boolean;
  };
  /** When the queue is compared with Postgres again; null while nobody could play. */
  readonly rebuildAt: number | null;
  /** A page came after a while, and what piled up is not looked at whole before the queue was compared. */
  readonly isArriving: boolean;
  /** Orders what is put to the front beside donations. */
  readonly extraSeq: number;
};

/** What the reducer wants done by whoever runs it. */
export type Effect =
  | { readonly do: "SEND"; readonly conn: string; readonly message: StageMessage }
  | { readonly do: "CLOSE"; readonly conn: string; readonly code: number; readonly reason: string }
  | { readonly do: "WRITE"; readonly facts: readonly PlaybackFact[] }
  | { readonly do: "REBUILD" };

/** The present, as the reducer is given it. */
export type StageMoment = {
  readonly now: number;
  readonly newRef: () => Ref;
  /** When the transport last heard of a connection, also where the reducer was not woken for it. */
  readonly heardAt: (conn: string) => number;
};
