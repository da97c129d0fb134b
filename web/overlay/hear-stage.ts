import type { Envelope } from "../../src/overlays/protocol.ts";
import {
  type Play,
  type PlayerDraft,
  type PlayerMoment,
  playerTimers,
  say,
  stopPlaying,
} from "./player-state.ts";

/** What the stage said. Kinds of message that this page does not know are of a newer stage, and are ignored. */
export function hearStage(draft: PlayerDraft, text: string, moment: PlayerMoment): void {
  if (text === "pong") return;
  const message: Envelope = JSON.parse(text);
  const lagMs = moment.now - message.ts;
  draft.lagMs = Math.min(draft.lagMs ?? lagMs, lagMs);
  const isNewer = draft.build !== null && message.build !== draft.build;
  if (isNewer || message.t === "RELOAD") draft.reloadAt ??= moment.now + playerTimers.idleMs;
  draft.build ??= message.build;
  switch (message.t) {
    case "PLAY":
      hearPlay(draft, message.d, message.ts, moment);
      return;
    case "STOP":
      if (draft.playing?.playbackRef === message.d.playback_ref) stopPlaying(draft);
      return;
    case "ACK":
      draft.terminals = draft.terminals.filter(
        ({ playback_ref }) => playback_ref !== message.d.playback_ref,
      );
      return;
    case "PROBE":
      say(draft, "ALIVE", {});
      return;
    default:
      hearNews(draft, message);
  }
}

/** What comes so late that the stage has given it up is not begun any more. */
function hearPlay(draft: PlayerDraft, play: Play, sentAt: number, { now }: PlayerMoment): void {
  const lateMs = now - sentAt - (draft.lagMs ?? 0);
  const startBy = now + (play.start_by - sentAt) - lateMs;
  if (startBy <= now) return;
  if (play.is_mirror && draft.playing?.isMirror === false) return;
  stopPlaying(draft);
  draft.playing = {
    ...{ playbackRef: play.playback_ref, isMirror: play.is_mirror, startedAt: null },
    ...{ startBy, maxMs: play.max_ms },
  };
  draft.pingAt = Math.min(draft.pingAt, now + playerTimers.playingPingMs);
  draft.actions.push({ do: "PLAY", play });
}

function hearNews(
  draft: PlayerDraft,
  message: Exclude<Envelope, { t: "PLAY" | "STOP" | "ACK" | "PROBE" }>,
): void {
  if (message.t === "WELCOME") {
    const { role, lease_ms: leaseMs, widgets, is_paused, is_muted, volume } = message.d;
    Object.assign(draft, { role, leaseMs, connectTries: 0, welcomeBy: null });
    setControls(draft, { is_paused, is_muted, volume });
    for (const widget of widgets) showWidget(draft, widget);
  } else if (message.t === "ROLE") {
    draft.role = message.d.role;
  } else if (message.t === "CONTROLS") {
    setControls(draft, message.d);
  } else if (message.t === "WIDGET") {
    showWidget(draft, message.d);
  }
}

function setControls(draft: PlayerDraft, controls: PlayerDraft["controls"]): void {
  draft.controls = controls;
  draft.actions.push({ do: "CONTROLS", controls });
}

/** Widgets come whole and counted: the highest count is the truth, whichever arrives last. */
function showWidget(draft: PlayerDraft, widget: PlayerDraft["widgets"][string]): void {
  const key = `${widget.widget} ${widget.id}`;
  if ((draft.widgets[key]?.rev ?? -1) >= widget.rev) return;
  draft.widgets = { ...draft.widgets, [key]: widget };
  draft.actions.push({ do: "WIDGET", widget });
}
