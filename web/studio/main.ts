import type { Streamer } from "../../src/donations/streamer.ts";
import type { Answer } from "../page/ask.ts";
import { copyButton } from "../page/copy.ts";
import { button, type Child, element } from "../page/dom.ts";
import { drawPage } from "../page/frame.ts";
import { drawInLanguage } from "../page/language.ts";
import { emptiness, skeleton } from "../page/states.ts";
import { donationsView } from "./donations.ts";
import { earningsView } from "./earnings.ts";
import { goalsView } from "./goals.ts";
import { liveView } from "./live.ts";
import { openPageForm } from "./open-page.ts";
import { overlaysView } from "./overlays.ts";
import { pageView } from "./page-settings.ts";
import { api, currentPerson, logOut, onSessionEnd } from "./session.ts";
import { signInView } from "./sign-in.ts";
import { troubleBox } from "./trouble.ts";
import type { View } from "./view.ts";
import { say } from "./words.ts";

const tabs = ["live", "donations", "goals", "page", "overlays", "earnings"] as const;
type Tab = (typeof tabs)[number];

let streamer: Streamer | null = null;
let loaded: Answer | "loading" | null = null;
let view: View | null = null;

async function load(): Promise<void> {
  const person = currentPerson();
  if (!person) {
    draw();
    return;
  }
  loaded = "loading";
  draw();
  loaded = await api(`/v1/streamers/${person.userRef}/settings`);
  streamer = loaded.outcome === "done" ? (loaded.value as Streamer) : null;
  draw();
}

function draw(): void {
  view?.leave();
  view = null;
  document.title = `${say("studio")} · Saku`;
  drawPage("studio", element("main", { class: "page-main studio" }, content()));
  document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest" });
}

function content(): Child {
  const person = currentPerson();
  if (!person) return signInView(() => void load());
  if (!person.scopes.includes("overlays:control")) {
    return [emptiness(say("notStreamer"), say("notStreamerNext")), signOutButton()];
  }
  if (loaded === null || loaded === "loading") return skeleton();
  if (streamer) return studio(streamer);
  const isMissing = loaded.outcome === "refused" && loaded.refusal.status === 404;
  if (isMissing) return openPageForm(person.userRef, () => void load());
  return troubleBox(loaded, () => void load());
}

function studio(current: Streamer): Child {
  const tab = tabNow();
  view = viewOf(tab, current);
  return [
    element(
      "div",
      { class: "studio-head" },
      element("h1", { dir: "auto" }, current.display_name),
      element("a", { href: `/donate/${current.slug}` }, `/donate/${current.slug}`),
      copyButton(() => `${location.origin}/donate/${current.slug}`, "button quiet"),
      signOutButton(),
    ),
    element(
      "nav",
      { class: "tabs", "aria-label": say("tabs") },
      tabs.map((each) =>
        element(
          "a",
          { href: `#${each}`, "aria-current": each === tab ? "page" : undefined },
          say(`tab_${each}`),
        ),
      ),
    ),
    view.box,
  ];
}

function viewOf(tab: Tab, current: Streamer): View {
  if (tab === "live") return liveView(current);
  if (tab === "donations") return donationsView(current);
  if (tab === "goals") return goalsView(current);
  if (tab === "overlays") return overlaysView(current);
  if (tab === "earnings") return earningsView(current);
  return pageView(current, (next) => {
    streamer = next;
  });
}

function tabNow(): Tab {
  return tabs.find((tab) => location.hash === `#${tab}`) ?? "live";
}

function signOutButton(): HTMLElement {
  return button(say("signOut"), () => void logOut(), { class: "button quiet" });
}

onSessionEnd(() => {
  [streamer, loaded] = [null, null];
  draw();
});
window.addEventListener("hashchange", () => {
  // The link that skips the header leads to a part of the page, and to no other tab.
  if (location.hash === "" || tabs.some((tab) => location.hash === `#${tab}`)) draw();
});
drawInLanguage(draw);
void load();
