import type { OpenedOverlay, Overlay } from "../../src/overlays/overlay.ts";
import { checkbox, field } from "../form/fields.ts";
import { copyButton } from "../page/copy.ts";
import { button, element } from "../page/dom.ts";
import { skeleton } from "../page/states.ts";
import { input, nothing, sureButton } from "./parts.ts";
import { api, change } from "./session.ts";
import { noticeLine, troubleBox, troubleText } from "./trouble.ts";
import type { View } from "./view.ts";
import { say, sayOf } from "./words.ts";

const parts = ["ALERTS", "GOALS", "LEADERBOARD", "TICKER", "TIMER"] as const;
const path = "/v1/overlays";

/** The links for OBS. Each is shown once; a lost one is replaced. */
export function overlaysView(): View {
  const place = element("div", { class: "stack" }, skeleton());
  const fresh = element("div", { "aria-live": "polite" });
  const notice = noticeLine();

  async function load(): Promise<void> {
    const answer = await api(`${path}?limit=100`);
    if (answer.outcome !== "done") {
      place.replaceChildren(troubleBox(answer, () => void load()));
      return;
    }
    const { data } = answer.value as { readonly data: readonly Overlay[] };
    place.replaceChildren(
      ...(data.length === 0
        ? [nothing(say("overlaysEmpty"), say("overlaysNext"))]
        : data.map((overlay) => overlayCard(overlay, act))),
    );
  }

  async function act(asked: ReturnType<typeof change>): Promise<boolean> {
    const answer = await asked;
    if (answer.outcome !== "done") {
      notice.say(troubleText(answer), true);
      return false;
    }
    const opened = answer.value as Partial<OpenedOverlay>;
    fresh.replaceChildren(...(opened.link ? [linkCard(opened.name ?? "", opened.link)] : []));
    await load();
    return true;
  }

  void load();
  return {
    box: element(
      "section",
      { class: "card panel" },
      element("h2", {}, say("tab_overlays")),
      notice.box,
      fresh,
      place,
      makeForm(act),
    ),
    leave: () => {},
  };
}

type Act = (asked: ReturnType<typeof change>) => Promise<boolean>;

function linkCard(name: string, link: string): HTMLElement {
  const address = new URL(link, location.origin).href;
  const shown = input(address, { readonly: "", spellcheck: "false" });
  shown.classList.add("mono");
  shown.addEventListener("focus", () => shown.select());
  return element(
    "div",
    { class: "fresh-link" },
    field(say("linkName", { name }), null, shown).box,
    copyButton(() => address, "button primary"),
    element("p", { class: "warn-text" }, say("linkOnce")),
  );
}

function overlayCard({ overlay_ref, name, parts: shown }: Overlay, act: Act): HTMLElement {
  const rotate = () =>
    void act(change(`${path}/${overlay_ref}/rotate`, "POST", { overlap_seconds: 0 }));
  const remove = () => void act(change(`${path}/${overlay_ref}`, "DELETE", {}));
  return element(
    "article",
    { class: "donation" },
    element(
      "p",
      { class: "donation-line" },
      element("strong", { dir: "auto" }, name),
      shown.map((part) => element("span", { class: "badge" }, sayOf("part_", part))),
    ),
    element(
      "div",
      { class: "controls" },
      sureButton(say("overlayRotate"), say("overlayRotateSure"), rotate, `rotate ${overlay_ref}`),
      sureButton(say("overlayRemove"), say("overlayRemoveSure"), remove, `remove ${overlay_ref}`),
    ),
  );
}

function makeForm(act: Act): HTMLElement {
  const name = input("", { maxlength: "50", dir: "auto" });
  const boxes = parts.map((part) => ({
    part,
    check: checkbox(sayOf("part_", part), part === "ALERTS", () => {}),
  }));
  const form = element(
    "form",
    { class: "stack make", novalidate: true },
    field(say("overlayName"), null, name).box,
    element(
      "fieldset",
      { class: "checks" },
      element("legend", {}, say("overlayParts")),
      boxes.map(({ check }) => check.box),
    ),
    button(say("overlayMake"), () => undefined, { class: "button primary", type: "submit" }),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const wanted = boxes.filter(({ check }) => check.input.checked).map(({ part }) => part);
    const isMade = await act(change(path, "POST", { name: name.value.trim(), parts: wanted }));
    if (isMade) form.reset();
  });
  return form;
}
