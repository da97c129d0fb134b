import { copyButton } from "./copy.ts";
import { button, type Child, element } from "./dom.ts";
import { say } from "./language.ts";
import type { Loaded } from "./load.ts";

type Failure = Exclude<Loaded, { outcome: "read" }>;

/** What stands where an answer will: the same shape, and nothing that moves for who wants it still. */
export function skeleton(): HTMLElement {
  const bars = ["wide", "short", "", "", "tall", "", "short", "tall"];
  return element(
    "div",
    { class: "skeleton", role: "status", "aria-label": say("state.loading") },
    bars.map((size) => element("i", { class: size })),
  );
}

/** What failed, whether money moved, the request id to copy, and the way on. */
export function failure(failed: Failure, path: string, tryAgain: () => void): HTMLElement {
  const requestId = "requestId" in failed ? failed.requestId : "";
  return element(
    "div",
    { class: "card state bad", role: "alert" },
    element("h1", {}, say("state.failed")),
    element("p", {}, reasonOf(failed, path)),
    requestIdLine(requestId),
    button(say("state.again"), tryAgain, { class: "button primary" }),
  );
}

export function requestIdLine(requestId: string): Child {
  if (requestId === "") return null;
  return element(
    "p",
    { class: "beside" },
    element(
      "span",
      {},
      `${say("state.requestId")} `,
      element("code", { class: "chip" }, requestId),
    ),
    copyButton(() => requestId, "button quiet"),
  );
}

/** Says what this is and the one next step. */
export function emptiness(title: string, next: Child): HTMLElement {
  return element(
    "div",
    { class: "card state" },
    element("h2", {}, title),
    element("div", {}, next),
  );
}

function reasonOf(failed: Failure, path: string): string {
  if (failed.outcome === "unreachable") return say("state.unreachable");
  if (failed.outcome === "unreadable") return say("state.unreadable", { path });
  return say("state.status", { status: String(failed.status), path });
}
