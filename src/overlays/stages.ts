import type { Ref } from "../platform/ids.ts";
import type { AudioClip } from "./alert-content.ts";
import type { NamedCommand } from "./obey-command.ts";
import type { Widget } from "./protocol.ts";
import type { QueueItem } from "./queue-item.ts";
import type { StageSettings } from "./stage-settings.ts";
import type { StageSnapshot } from "./stage-snapshot.ts";
import type { CommandResult } from "./stage-state.ts";

export type TokenEnd = { readonly tokenRef: Ref; readonly endsAt: number };

/** The stages of all streamers, wherever they are. Telling one the same thing twice changes nothing. */
export type Stages = {
  readonly enqueue: (streamerRef: Ref, item: QueueItem) => Promise<void>;
  readonly addSpeech: (streamerRef: Ref, donationRef: Ref, clip: AudioClip | null) => Promise<void>;
  readonly withdraw: (
    streamerRef: Ref,
    donationRef: Ref,
    outcome: "REJECTED" | "REFUNDED",
  ) => Promise<void>;
  readonly showWidget: (streamerRef: Ref, widget: Widget) => Promise<void>;
  readonly command: (streamerRef: Ref, command: NamedCommand) => Promise<CommandResult>;
  readonly snapshot: (streamerRef: Ref) => Promise<StageSnapshot>;
  readonly configure: (streamerRef: Ref, settings: StageSettings) => Promise<void>;
  /** Has the pages of an overlay load again what it shows, as soon as nothing is played. */
  readonly reload: (streamerRef: Ref, overlayRef: Ref) => Promise<void>;
  readonly endTokens: (streamerRef: Ref, ends: readonly TokenEnd[]) => Promise<void>;
  /** Hands a websocket's request over to the stage that its ticket names. */
  readonly connect: (streamerRef: Ref, request: Request) => Promise<Response>;
};
