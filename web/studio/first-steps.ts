import type { Streamer } from "../../src/donations/streamer.ts";
import type { OpenedOverlay } from "../../src/overlays/overlay.ts";
import { button, element } from "../page/dom.ts";
import { addressLine, linkCard } from "./link-card.ts";
import { api, change } from "./session.ts";
import { noticeLine, troubleText } from "./trouble.ts";
import { say } from "./words.ts";

const path = "/v1/overlays";

/** What whoever has no overlay yet does first: share the page, and put a link into OBS. Empty for everybody else. */
export function firstSteps({ slug }: Streamer): HTMLElement {
  const box = element("div", { class: "first-steps" });
  void ask();
  return box;

  async function ask(): Promise<void> {
    const answer = await api(`${path}?limit=1`);
    if (answer.outcome !== "done") return;
    const { data } = answer.value as { readonly data: readonly unknown[] };
    if (data.length === 0) box.append(steps());
  }

  function steps(): HTMLElement {
    const place = element("div", { "aria-live": "polite" });
    const notice = noticeLine();
    const make = async () => {
      const answer = await change(path, "POST", { name: "OBS", parts: ["ALERTS"] });
      if (answer.outcome !== "done") {
        notice.say(troubleText(answer), true);
        return;
      }
      const { name, link } = answer.value as OpenedOverlay;
      place.replaceChildren(linkCard(name, link ?? ""));
    };
    place.append(button(say("stepOverlayDo"), () => void make(), { class: "button primary" }));
    const address = `${location.origin}/donate/${slug}`;
    return element(
      "section",
      { class: "card panel" },
      element("h2", {}, say("firstSteps")),
      element(
        "ol",
        { class: "steps" },
        element("li", {}, addressLine(say("stepShare"), address)),
        element("li", {}, element("p", {}, say("stepOverlay")), place, notice.box),
        element("li", {}, element("p", {}, say("stepTest"))),
      ),
    );
  }
}
