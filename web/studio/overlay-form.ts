import type { Overlay } from "../../src/overlays/overlay.ts";
import { checkbox, choices, field } from "../form/fields.ts";
import { button, element } from "../page/dom.ts";
import { input } from "./parts.ts";
import { submitOnce } from "./submit-once.ts";
import { say, sayOf } from "./words.ts";

const parts = ["ALERTS", "GOALS", "LEADERBOARD", "TICKER", "TIMER"] as const;
const positions = ["TOP", "MIDDLE", "BOTTOM"] as const;

export type Choices = Pick<Overlay, "name" | "parts" | "position" | "scale_percent" | "is_mirror">;

const usual: Choices = {
  ...{ name: "", parts: ["ALERTS"], position: "TOP", scale_percent: 100, is_mirror: false },
};

export type OverlayFormOptions = {
  /** Left out for one that is to be made. */
  readonly chosen?: Choices;
  readonly label: string;
  /** An alert, as large as alerts are by themselves. */
  readonly example: () => HTMLElement;
};

/** What an overlay shows, where and how large, with a picture of it. */
export function overlayForm(
  { chosen = usual, label, example }: OverlayFormOptions,
  send: (wanted: Choices) => Promise<boolean>,
): HTMLFormElement {
  const wanted = { ...chosen };
  const name = input(chosen.name, { maxlength: "50", dir: "auto" });
  const boxes = parts.map((part) => ({
    part,
    check: checkbox(sayOf("part_", part), chosen.parts.includes(part), () => {}),
  }));
  const mirror = checkbox(say("overlayMirror"), chosen.is_mirror, () => {});
  const scale = input(String(chosen.scale_percent), { type: "range", min: "50", max: "200" });
  scale.step = "5";
  const size = field(say("overlaySize"), null, scale);
  const picture = sample(example());
  const show = () => {
    wanted.scale_percent = Number(scale.value);
    picture.dataset.position = wanted.position.toLowerCase();
    picture.style.setProperty("--scale", String(wanted.scale_percent / 100));
    scale.setAttribute("aria-valuetext", `${scale.value} %`);
  };
  scale.addEventListener("input", show);
  const place = choices(
    say("overlayPosition"),
    positions.map((value) => ({ value, name: sayOf("position_", value) })),
    chosen.position,
    (value) => {
      wanted.position = value;
      show();
    },
  );
  show();
  const form = element(
    "form",
    { class: "stack", novalidate: true },
    field(say("overlayName"), null, name).box,
    element(
      "fieldset",
      { class: "checks" },
      element("legend", {}, say("overlayParts")),
      boxes.map(({ check }) => check.box),
    ),
    element(
      "div",
      { class: "overlay-look" },
      element("div", { class: "stack" }, place, size.box, mirror.box),
      picture,
    ),
    button(label, () => undefined, { class: "button primary", type: "submit" }),
  );
  submitOnce(form, async () => {
    const isDone = await send({
      ...{ name: name.value.trim(), position: wanted.position, is_mirror: mirror.input.checked },
      parts: boxes.filter(({ check }) => check.input.checked).map(({ part }) => part),
      scale_percent: wanted.scale_percent,
    });
    if (!isDone || chosen.name !== "") return;
    form.reset();
    wanted.position = chosen.position;
    show();
  });
  return form;
}

/** A screen of 1920 × 1080, made small. */
function sample(alert: HTMLElement): HTMLElement {
  return element(
    "div",
    { class: "scene screen-scene", role: "img", "aria-label": say("preview") },
    alert,
  );
}
