import { createAlarm } from "./alarm.ts";
import { createConnection } from "./connection.ts";
import { linkOf, type OverlayLink } from "./link.ts";
import { isInObs, watchSeen } from "./obs.ts";
import { newPlayer, nextWakeOfPlayer, stepPlayer } from "./player.ts";
import type { PlayerAction, PlayerInput, PlayerState } from "./player-state.ts";
import { createScreen } from "./screen.ts";

/** A clock that nobody sets while it runs. */
const now = () => performance.timeOrigin + performance.now();

function run(link: OverlayLink, stage: HTMLElement): void {
  let state = newPlayer(aboutPage(), now());
  let isStepping = false;
  const inputs: PlayerInput[] = [];

  const screen = createScreen(stage, () => now() - (state.lagMs ?? 0), step);
  const connection = createConnection(link, {
    opened: () => step({ type: "OPENED" }),
    closed: (code) => step({ type: "CLOSED", code }),
    heard: (text) => step({ type: "HEARD", text }),
    refused: (isFinal) => step({ type: "REFUSED", isFinal }),
    learned: screen.arrange,
  });
  const alarm = createAlarm(() => step({ type: "TICK" }));

  /** What happens while something is done waits its turn. */
  function step(input: PlayerInput): void {
    inputs.push(input);
    if (isStepping) return;
    isStepping = true;
    for (let next = inputs.shift(); next; next = inputs.shift()) {
      const stepped = stepPlayer(state, next, { now: now(), chance: Math.random() });
      state = stepped.state;
      for (const action of stepped.actions) act(action);
    }
    isStepping = false;
    alarm.set(nextWakeOfPlayer(state) - now());
  }

  function act(action: PlayerAction): void {
    switch (action.do) {
      case "CONNECT":
        connection.connect();
        break;
      case "SEND":
        connection.send(action.text);
        break;
      case "DISCONNECT":
        connection.disconnect();
        break;
      case "PLAY":
        screen.play(action.play, state.controls);
        break;
      case "STOP":
        screen.stop(action.playbackRef);
        break;
      case "CONTROLS":
        screen.setControls(action.controls);
        break;
      case "WIDGET":
        screen.showWidget(action.widget);
        break;
      case "BLANK":
        screen.blank();
        break;
      case "RELOAD":
        location.reload();
        break;
    }
  }

  watchSeen((seen) => step({ type: "SHOWN", ...seen }));
  step({ type: "TICK" });
}

function aboutPage(): PlayerState["about"] {
  return {
    kind: isInObs() ? "obs" : "browser",
    is_visible: document.visibilityState === "visible",
    is_active: true,
    is_audio_ok: null,
  };
}

const link = linkOf(location);
const stage = document.getElementById("stage");
// Without its token it has nothing to show, and an overlay shows no complaints.
if (link && stage) run(link, stage);
