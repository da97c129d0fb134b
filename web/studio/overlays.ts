import type { Streamer } from "../../src/donations/streamer.ts";
import type { OpenedOverlay, Overlay } from "../../src/overlays/overlay.ts";
import { element } from "../page/dom.ts";
import { skeleton } from "../page/states.ts";
import { editorOf } from "./editor.ts";
import { linkCard } from "./link-card.ts";
import { overlayForm } from "./overlay-form.ts";
import { nothing, sureButton } from "./parts.ts";
import { api, change } from "./session.ts";
import { stageSettings } from "./stage-settings.ts";
import { exampleOf } from "./test-alert.ts";
import { noticeLine, troubleBox, troubleText } from "./trouble.ts";
import type { View } from "./view.ts";
import { say, sayOf } from "./words.ts";

const path = "/v1/overlays";

type Act = (asked: ReturnType<typeof change>) => Promise<boolean>;

/** The links for OBS, what each shows, and how alerts are played. A link is shown once; a lost one is replaced. */
export function overlaysView(streamer: Streamer): View {
  const { quick_amounts, min_amount } = streamer.settings;
  const example = () => exampleOf(quick_amounts.at(-1) ?? min_amount, "calm", streamer);
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
        : data.map((overlay) => overlayCard(overlay, example, act))),
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
      "div",
      { class: "stack" },
      element(
        "section",
        { class: "card panel" },
        element("h2", {}, say("tab_overlays")),
        notice.box,
        fresh,
        place,
        element(
          "div",
          { class: "make" },
          element("h3", {}, say("overlayNew")),
          overlayForm({ label: say("overlayMake"), example }, (wanted) =>
            act(change(path, "POST", wanted)),
          ),
        ),
      ),
      stageSettings(),
    ),
    leave: () => {},
  };
}

function overlayCard(overlay: Overlay, example: () => HTMLElement, act: Act): HTMLElement {
  const { overlay_ref, name, parts: shown, version } = overlay;
  const own = `${path}/${overlay_ref}`;
  const rotate = () => void act(change(`${own}/rotate`, "POST", { overlap_seconds: 0 }));
  const remove = () => void act(change(own, "DELETE", {}));
  const editor = editorOf(`edit ${overlay_ref}`, () =>
    overlayForm({ chosen: overlay, label: say("save"), example }, (wanted) =>
      act(change(own, "PATCH", wanted, { "if-match": `"${version}"` })),
    ),
  );
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
      editor.open,
      sureButton(say("overlayRotate"), say("overlayRotateSure"), rotate, `rotate ${overlay_ref}`),
      sureButton(say("overlayRemove"), say("overlayRemoveSure"), remove, `remove ${overlay_ref}`),
    ),
    editor.place,
  );
}
