import type { Streamer } from "../../src/donations/streamer.ts";
import type { Timer } from "../../src/donations/timer.ts";
import { countdownOf } from "../page/countdown.ts";
import { button, element } from "../page/dom.ts";
import { skeleton } from "../page/states.ts";
import { nothing, panel } from "./parts.ts";
import { redraw } from "./redraw.ts";
import { api, change } from "./session.ts";
import { type TimerWish, timerForm } from "./timer-form.ts";
import { noticeLine, troubleBox, troubleText } from "./trouble.ts";
import type { View } from "./view.ts";
import { say } from "./words.ts";

const readEveryMs = 10_000;
const steps = [-300, 60, 300, 600] as const;

/** The countdown of a stream that goes on as long as people give. Leave what it gives back when it is not seen any more. */
export function timerPanel(streamer: Streamer): View {
  const path = `/v1/streamers/${streamer.streamer_ref}/timer`;
  const notice = noticeLine();
  const face = element("div", { class: "stack" });
  const editor = element("div", { class: "make" });
  const body = element("div", { class: "stack" }, skeleton());
  let timer: Timer | null = null;

  async function load(): Promise<void> {
    const answer = await api(path);
    const isMissing = answer.outcome === "refused" && answer.refusal.code === "timer_not_found";
    if (answer.outcome === "done") show(answer.value as Timer);
    else if (isMissing) show(null);
    else if (!timer) body.replaceChildren(troubleBox(answer, () => void load()));
  }

  function show(next: Timer | null): void {
    const isFirst = !body.contains(face);
    timer = next;
    if (isFirst) {
      body.replaceChildren(face, editor);
      editor.replaceChildren(timerForm(streamer, next, put));
    }
    redraw(face, next ? faceOf(next, put) : [nothing(say("timerNone"), say("timerNext"))]);
    tick();
  }

  /** Without a word of what is left it stays as it is on the server, whatever was given since. */
  async function put(wish: Partial<TimerWish>): Promise<boolean> {
    const answer = await change(path, "PUT", { ...(timer && priceOf(timer)), ...wish });
    if (answer.outcome === "done") show(answer.value as Timer);
    else notice.say(troubleText(answer), true);
    return answer.outcome === "done";
  }

  function tick(): void {
    const clock = face.querySelector(".countdown");
    if (clock && timer) clock.textContent = countdownOf(leftMsOf(timer));
  }

  const ticking = window.setInterval(tick, 500);
  const reading = window.setInterval(() => {
    if (document.visibilityState === "visible" && timer) void load();
  }, readEveryMs);
  void load();
  return {
    box: panel(say("timer"), notice.box, body),
    leave: () => {
      window.clearInterval(ticking);
      window.clearInterval(reading);
    },
  };
}

function priceOf({ unit_amount, seconds_per_unit, latest_end_at, ends_at }: Timer): TimerWish {
  return { unit_amount, seconds_per_unit, latest_end_at, is_running: ends_at !== null };
}

function leftMsOf({ ends_at, remaining_seconds }: Timer): number {
  return ends_at === null ? (remaining_seconds ?? 0) * 1_000 : Date.parse(ends_at) - Date.now();
}

function faceOf(timer: Timer, put: (wish: Partial<TimerWish>) => Promise<boolean>): Node[] {
  const isRunning = timer.ends_at !== null;
  const isOver = leftMsOf(timer) <= 0;
  const state = isRunning ? "timerRuns" : "timerStands";
  return [
    element(
      "p",
      { class: "countdown-line" },
      element("strong", { class: "countdown", role: "timer" }, countdownOf(leftMsOf(timer))),
      element(
        "span",
        { class: `badge ${isRunning && !isOver ? "good" : ""}` },
        say(isOver ? "timerOver" : state),
      ),
    ),
    element(
      "div",
      { class: "controls" },
      button(
        say(isRunning ? "timerPause" : "timerStart"),
        () => void put({ is_running: !isRunning }),
        { class: "button primary", "data-key": "timer run" },
      ),
      steps.map((seconds) => {
        const count = `${seconds < 0 ? "−" : "+"}${Math.abs(seconds) / 60}`;
        return button(say("timerMove", { count }), () => void put({ add_seconds: seconds }), {
          "data-key": `timer ${seconds}`,
        });
      }),
    ),
  ];
}
