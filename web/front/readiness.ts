import { element } from "../page/dom.ts";
import { currentLanguage, say } from "../page/language.ts";
import { requestIdLine } from "../page/states.ts";

type Readiness =
  | { readonly state: "asking" }
  | { readonly state: "ready" | "notReady"; readonly timeMs: number; readonly requestId: string }
  | { readonly state: "away" };

const pauseMs = 15_000;
const patienceMs = 10_000;

let readiness: Readiness = { state: "asking" };
let heardAt: number | undefined;
let place: HTMLElement | undefined;

const tones = { asking: "", ready: "good", notReady: "warn", away: "bad" };

/** What `/ready` says, in words, asked again and again while somebody looks. */
export function readinessCard(): HTMLElement {
  place = element("section", { class: "card readiness", "aria-labelledby": "page-readiness" });
  show();
  return place;
}

export function watchReadiness(): void {
  void ask();
  window.setInterval(() => {
    // A page in the background asks nobody; it asks at once when it comes back.
    if (document.visibilityState === "visible") void ask();
  }, pauseMs);
  window.setInterval(showAge, 1000);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void ask();
  });
}

async function ask(): Promise<void> {
  readiness = await askOnce();
  if (readiness.state !== "away") heardAt = performance.now();
  show();
}

async function askOnce(): Promise<Readiness> {
  const startedAt = performance.now();
  try {
    const response = await fetch("/ready", {
      cache: "no-store",
      signal: AbortSignal.timeout(patienceMs),
    });
    await response.text();
    return {
      state: response.ok ? "ready" : "notReady",
      timeMs: Math.round(performance.now() - startedAt),
      requestId: response.headers.get("request-id") ?? "",
    };
  } catch {
    return { state: "away" };
  }
}

function show(): void {
  place?.replaceChildren(
    element("h2", { id: "page-readiness" }, say("front.readiness")),
    // Only a change of state is read aloud; the age beside it changes every second.
    element(
      "p",
      { class: "readiness-line" },
      element("span", { class: `badge ${tones[readiness.state]}`, role: "status" }, stateName()),
      element("span", { class: "muted", id: "page-age" }, age()),
    ),
    element("p", {}, stateDetail()),
    ...(readiness.state === "notReady"
      ? [requestIdLine(readiness.requestId)].filter((line) => line instanceof Node)
      : []),
  );
}

function stateName(): string {
  return say(`front.${readiness.state}`);
}

function stateDetail(): string {
  if (readiness.state === "ready")
    return say("front.readyDetail", { time: String(readiness.timeMs) });
  if (readiness.state === "asking") return "\u00a0";
  return say(`front.${readiness.state}Detail`);
}

function age(): string {
  if (heardAt === undefined) return readiness.state === "asking" ? "" : say("front.never");
  const seconds = Math.round((performance.now() - heardAt) / 1000);
  const words = new Intl.RelativeTimeFormat(currentLanguage(), { numeric: "auto" });
  const ago =
    seconds < 60
      ? words.format(-seconds, "second")
      : words.format(-Math.round(seconds / 60), "minute");
  return say("front.heard", { ago });
}

function showAge(): void {
  const line = document.getElementById("page-age");
  if (line) line.textContent = age();
}
