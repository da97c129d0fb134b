// What an overlay page does, without the page: no DOM, no socket and no clock of its own, so that the very module that
// ships is the one that is put through a thousand bad evenings in the tests.
import { hearStage } from "./hear-stage.ts";
import {
  type PlayerAction,
  type PlayerDraft,
  type PlayerInput,
  type PlayerMoment,
  type PlayerState,
  type Playing,
  playerTimers,
  say,
  stopPlaying,
  type Terminal,
} from "./player-state.ts";

export function newPlayer(about: PlayerState["about"], now: number): PlayerState {
  return {
    ...{
      link: "OFFLINE",
      heardAt: now,
      connectAt: now,
      connectTries: 0,
      pingAt: now,
      welcomeBy: null,
    },
    ...{ leaseMs: 8_000, playing: null, terminals: [], role: "FOLLOWER", widgets: {} },
    controls: { is_paused: false, is_muted: false, volume: 1 },
    ...{ build: null, reloadAt: null, lagMs: null, about },
  };
}

/** What the page becomes, and what it does, by something that happened to it. */
export function stepPlayer(
  state: PlayerState,
  input: PlayerInput,
  moment: PlayerMoment,
): { readonly state: PlayerState; readonly actions: readonly PlayerAction[] } {
  const draft: PlayerDraft = { ...state, actions: [] };
  doOverdue(draft, moment);
  handle(draft, input, moment);
  doOverdue(draft, moment);
  if (draft.reloadAt !== null) reloadWhenIdle(draft, state.playing !== null, moment);
  const { actions, ...next } = draft;
  return { state: next, actions };
}

function reloadWhenIdle(draft: PlayerDraft, wasPlaying: boolean, { now }: PlayerMoment): void {
  if (wasPlaying || draft.playing) draft.reloadAt = now + playerTimers.idleMs;
  else if ((draft.reloadAt ?? now) <= now) draft.actions.push({ do: "RELOAD" });
}

function handle(draft: PlayerDraft, input: PlayerInput, moment: PlayerMoment): void {
  switch (input.type) {
    case "TICK":
      return;
    case "OPENED":
      greet(draft, moment);
      return;
    case "CLOSED":
      goOffline(draft, input.code, moment);
      return;
    case "REFUSED":
      goOffline(draft, input.isFinal ? 4401 : 1006, moment);
      return;
    case "HEARD":
      draft.heardAt = moment.now;
      hearStage(draft, input.text, moment);
      return;
    default:
      noteShowing(draft, input, moment);
  }
}

function greet(draft: PlayerDraft, { now }: PlayerMoment): void {
  draft.link = "OPEN";
  draft.welcomeBy = now + playerTimers.welcomeMs;
  // An open connection is no word of the stage: it may have given up what is played here, so the lease is not lengthened.
  if (!draft.playing) draft.heardAt = now;
  draft.pingAt = now + playerTimers.playingPingMs;
  const own = draft.playing?.isMirror === false ? draft.playing : null;
  const rendering = own && {
    playback_ref: own.playbackRef,
    has_started: own.startedAt !== null,
  };
  say(draft, "HELLO", { ...draft.about, rendering, terminals: draft.terminals });
}

function noteShowing(
  draft: PlayerDraft,
  input: Extract<PlayerInput, { type: "STARTED" | "ENDED" | "FAILED" | "SHOWN" | "AUDIO" }>,
  { now }: PlayerMoment,
): void {
  if (input.type === "SHOWN") {
    draft.about = { ...draft.about, is_visible: input.isVisible, is_active: input.isActive };
    say(draft, "VISIBILITY", { is_visible: input.isVisible, is_active: input.isActive });
  } else if (input.type === "AUDIO") {
    draft.about = { ...draft.about, is_audio_ok: input.isOk };
    say(draft, "AUDIO", { is_ok: input.isOk });
  } else if (draft.playing?.playbackRef !== input.playbackRef) {
    // About something that was stopped meanwhile.
  } else if (input.type === "STARTED") {
    draft.playing = { ...draft.playing, startedAt: now };
    if (!draft.playing.isMirror) say(draft, "STARTED", { playback_ref: input.playbackRef });
  } else if (input.type === "FAILED") {
    endPlaying(draft, "FAILED", input.code);
  } else {
    endPlaying(draft, "FINISHED", null);
  }
}

function endPlaying(draft: PlayerDraft, result: Terminal["result"], code: string | null): void {
  const { playing } = draft;
  draft.playing = null;
  if (!playing || playing.isMirror) return;
  const terminal: Terminal = { playback_ref: playing.playbackRef, result, code };
  // It is repeated in every greeting until the stage has confirmed it.
  draft.terminals = [...draft.terminals, terminal].slice(-20);
  const about = { playback_ref: playing.playbackRef, ...(code === null ? {} : { code }) };
  say(draft, result, about);
}

/** What is played goes on without a connection, as long as the lease lasts. */
function goOffline(draft: PlayerDraft, code: number, { now, chance }: PlayerMoment): void {
  draft.link = "OFFLINE";
  draft.welcomeBy = null;
  draft.connectAt = now + retryMsOf(draft, code, chance);
  draft.connectTries += 1;
  if (code !== 4401 && code !== 4403) return;
  stopPlaying(draft);
  draft.actions.push({ do: "BLANK" });
}

function retryMsOf({ connectTries }: PlayerDraft, code: number, chance: number): number {
  if (code === 4401 || code === 4403) return playerTimers.endedLinkRetryMs;
  if (code === 4429) return playerTimers.tooManyRetryMs;
  if (code === 4409) return playerTimers.askedRetryMs;
  const { firstRetryMs, longestRetryMs } = playerTimers;
  return Math.min(firstRetryMs * 1.7 ** connectTries, longestRetryMs) * (0.5 + chance / 2);
}

function doOverdue(draft: PlayerDraft, moment: PlayerMoment): void {
  const { now } = moment;
  const silentMs = now - draft.heardAt;
  if (draft.playing && silentMs > draft.leaseMs) {
    // Somebody else may have been told to play it by now.
    stopPlaying(draft);
    disconnect(draft, moment);
  }
  const isUnanswered = draft.welcomeBy !== null && draft.welcomeBy <= now;
  if (draft.link === "OPEN" && (silentMs > playerTimers.deadMs || isUnanswered)) {
    disconnect(draft, moment);
  }
  if (draft.playing) doOverduePlaying(draft, draft.playing, now);
  if (draft.link === "OPEN" && draft.pingAt <= now) {
    draft.actions.push({ do: "SEND", text: "ping" });
    draft.pingAt = now + (draft.playing ? playerTimers.playingPingMs : playerTimers.idlePingMs);
  }
  if (draft.link === "CONNECTING" && draft.connectAt <= now) disconnect(draft, moment);
  if (draft.link === "OFFLINE" && draft.connectAt <= now) {
    draft.link = "CONNECTING";
    draft.connectAt = now + playerTimers.connectTimeoutMs;
    draft.actions.push({ do: "CONNECT" });
  }
}

function disconnect(draft: PlayerDraft, moment: PlayerMoment): void {
  draft.actions.push({ do: "DISCONNECT" });
  goOffline(draft, 1006, moment);
}

function doOverduePlaying(draft: PlayerDraft, playing: Playing, now: number): void {
  const { startedAt, startBy, maxMs } = playing;
  if (startedAt === null ? startBy > now : startedAt + maxMs > now) return;
  draft.actions.push({ do: "STOP", playbackRef: playing.playbackRef });
  if (startedAt === null) endPlaying(draft, "FAILED", "TIMEOUT");
  else endPlaying(draft, "FINISHED", null);
}

/** When the page has to look again if nothing happens before. */
export function nextWakeOfPlayer(state: PlayerState): number {
  const { playing, link, heardAt } = state;
  const moments = [
    link === "OPEN" ? Math.min(state.pingAt, heardAt + playerTimers.deadMs + 1) : state.connectAt,
  ];
  if (state.welcomeBy !== null) moments.push(state.welcomeBy);
  if (state.reloadAt !== null) moments.push(state.reloadAt);
  if (playing) {
    const { startedAt, startBy, maxMs } = playing;
    moments.push(heardAt + state.leaseMs + 1, startedAt === null ? startBy : startedAt + maxMs);
  }
  return Math.min(...moments);
}
