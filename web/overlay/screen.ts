import type { Controls, Widget } from "../../src/overlays/protocol.ts";
import type { OverlayChoices } from "./connection.ts";
import type { Play, PlayerInput } from "./player-state.ts";
import { type Show, showAlert } from "./show.ts";
import { createWidgets } from "./widgets.ts";

/** What is seen and heard. */
export type Screen = {
  readonly play: (play: Play, controls: Controls) => void;
  readonly stop: (playbackRef: string) => void;
  readonly setControls: (controls: Controls) => void;
  readonly showWidget: (widget: Widget) => void;
  readonly arrange: (choices: OverlayChoices) => void;
  readonly blank: () => void;
};

/** Shows what the player says, and tells it what became of that. */
export function createScreen(
  stage: HTMLElement,
  serverNow: () => number,
  tell: (input: PlayerInput) => void,
): Screen {
  const alerts = stage.appendChild(document.createElement("div"));
  const figures = stage.appendChild(document.createElement("div"));
  alerts.className = "alerts";
  const widgets = createWidgets(figures, serverNow);
  let showing: { readonly playbackRef: string; readonly show: Show } | null = null;
  let isAudible: boolean | null = null;

  function noteAudible(isOk: boolean): void {
    if (isOk === isAudible) return;
    isAudible = isOk;
    tell({ type: "AUDIO", isOk });
  }

  return {
    play: (play, controls) => {
      const playbackRef = play.playback_ref;
      try {
        const show = showAlert(alerts, play, controls, {
          started: () => tell({ type: "STARTED", playbackRef }),
          ended: () => tell({ type: "ENDED", playbackRef }),
          failed: (code) => tell({ type: "FAILED", playbackRef, code }),
          audible: noteAudible,
        });
        showing = { playbackRef, show };
      } catch {
        tell({ type: "FAILED", playbackRef, code: "EXCEPTION" });
      }
    },
    stop: (playbackRef) => {
      if (showing?.playbackRef === playbackRef) showing.show.stop();
    },
    setControls: (controls) => showing?.show.setControls(controls),
    showWidget: widgets.show,
    arrange: ({ parts, position, scale_percent }) => {
      stage.dataset.position = position.toLowerCase();
      stage.style.setProperty("--scale", String(scale_percent / 100));
      widgets.setParts(parts);
    },
    blank: widgets.blank,
  };
}
