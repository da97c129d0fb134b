import type { Streamer } from "../../src/donations/streamer.ts";
import type { StageSnapshot } from "../../src/overlays/stage-snapshot.ts";
import { button, element } from "../page/dom.ts";
import { currentLocale } from "../page/speaker.ts";
import { sureButton } from "./parts.ts";
import { redraw } from "./redraw.ts";
import { testAlertOf } from "./test-alert.ts";
import type { Steer } from "./view.ts";
import { say, sayOf } from "./words.ts";

const choices = ["ALL", "LAST", "TEXT", "DISMISS"];

/** Whatever steers the stage. It is there from the beginning, and its buttons stay where they are. */
export function controls(streamer: Streamer, { command }: Steer) {
  const { quick_amounts, min_amount } = streamer.settings;
  const test = testAlertOf(quick_amounts[0] ?? min_amount, streamer);
  const keys = element("div", { class: "controls" });
  const hold = element("div", { class: "hold", role: "status" });
  const volume = element("input", { type: "range", min: "0", max: "100", id: "volume" });
  let isDragged = false;
  volume.addEventListener("input", () => {
    isDragged = true;
  });
  volume.addEventListener("change", () => {
    isDragged = false;
    void command({ command: "VOLUME", volume: Number(volume.value) / 100 });
  });

  function show(stage: StageSnapshot): void {
    if (!isDragged) volume.value = String(Math.round(stage.volume * 100));
    const isStopped = stage.is_paused || stage.hold?.reason === "PANIC";
    redraw(hold, holdOf(stage, command));
    redraw(keys, [
      press(isStopped ? "resume" : "pause", { command: isStopped ? "RESUME" : "PAUSE" }, "primary"),
      press(stage.is_muted ? "unmute" : "mute", { command: stage.is_muted ? "UNMUTE" : "MUTE" }),
      press("test", { command: "TEST", test }, "", "tested"),
      ...clearButton(stage, command),
      press("panic", { command: "PANIC" }, "danger"),
    ]);
  }

  function press(
    word: "pause" | "resume" | "mute" | "unmute" | "test" | "panic",
    body: object,
    tone = "",
    said?: "tested",
  ): HTMLElement {
    const key = { resume: "pause", unmute: "mute" }[word as string] ?? word;
    return button(say(word), () => void command(body, said), {
      ...{ class: `button ${tone}`, "data-key": key },
    });
  }

  const slider = element(
    "div",
    { class: "volume" },
    element("label", { for: "volume" }, say("volume")),
    volume,
  );
  return { box: element("div", { class: "stack" }, hold, keys, slider), show };
}

function clearButton(stage: StageSnapshot, command: Steer["command"]): HTMLElement[] {
  const newest = Math.max(...stage.queue.map(({ seq }) => seq ?? 0), 0);
  if (stage.queue_length === 0) return [];
  const count = String(stage.queue_length);
  const clear = () => void command({ command: "CLEAR", up_to_seq: newest }, "cleared");
  return [sureButton(say("clear"), say("clearSure", { count }), clear, "clear")];
}

/** Why nothing begins although something waits, and what to do about it. */
function holdOf(stage: StageSnapshot, command: Steer["command"]): Node[] {
  if (stage.hold?.reason === "PANIC")
    return [element("p", { class: "warn-text" }, say("panicHold"))];
  if (stage.hold) {
    const { until: ends } = stage.hold;
    const until = ends === null ? "" : new Date(ends).toLocaleTimeString(currentLocale());
    return [
      element("p", { class: "warn-text" }, say("backlog", { time: until })),
      element(
        "div",
        { class: "controls" },
        choices.map((choice) =>
          button(sayOf("backlog_", choice), () => void command({ command: "BACKLOG", choice }), {
            "data-key": `backlog-${choice}`,
          }),
        ),
      ),
    ];
  }
  return stage.is_paused ? [element("p", { class: "warn-text" }, say("paused"))] : [];
}
