import { codeBlock, prettyJson } from "../page/code.ts";
import { type Child, element } from "../page/dom.ts";
import { say } from "../page/language.ts";
import { requestIdLine } from "../page/states.ts";
import { isRecord } from "./openapi.ts";
import type { Operation } from "./operations.ts";
import type { Outcome } from "./send.ts";

type Sent = { readonly operation: Operation; readonly values: ReadonlyMap<string, string> };
type Arrived = Extract<Outcome, { arrived: true }>;

const headersWorthReading = [
  "etag",
  "idempotency-replayed",
  "location",
  "retry-after",
  "ratelimit",
  "deprecation",
];

export function drawAnswer(place: HTMLElement, outcome: Outcome, sent: Sent): void {
  place.replaceChildren(
    outcome.arrived ? arrivedAnswer(outcome) : lostAnswer(outcome.timeMs, sent),
  );
}

function arrivedAnswer(outcome: Arrived): HTMLElement {
  const value = parsed(outcome.body);
  const isProblem = (outcome.headers.get("content-type") ?? "").startsWith(
    "application/problem+json",
  );
  const known = headersWorthReading.filter((name) => outcome.headers.has(name));
  return element(
    "div",
    { class: "answer" },
    element(
      "p",
      { class: "answer-line" },
      element(
        "span",
        { class: `badge ${toneOf(outcome.status)}` },
        `${outcome.status} ${outcome.statusText}`.trim(),
      ),
      element("span", { class: "muted" }, say("try.time", { time: String(outcome.timeMs) })),
    ),
    isProblem && isRecord(value) ? problemCard(value) : null,
    requestIdLine(outcome.headers.get("request-id") ?? ""),
    known.length === 0
      ? null
      : element(
          "dl",
          { class: "answer-headers" },
          known.map((name) => [
            element("dt", {}, name),
            element("dd", { class: "mono" }, outcome.headers.get(name)),
          ]),
        ),
    outcome.body === ""
      ? element("p", { class: "muted" }, say("try.noContent"))
      : codeBlock(say("try.answer"), value === undefined ? outcome.body : prettyJson(value)),
  );
}

/** The refusal in words: what, why, and every fault by its place in the request. */
function problemCard(problem: Record<string, unknown>): HTMLElement {
  const code = text(problem.code);
  const faults = Array.isArray(problem.errors) ? problem.errors.filter(isRecord) : [];
  return element(
    "div",
    { class: "problem", role: "group", "aria-label": text(problem.title) },
    element("strong", {}, text(problem.title)),
    problem.detail === undefined ? null : element("p", {}, text(problem.detail)),
    faults.length === 0 ? null : element("p", { class: "problem-blame" }, say("try.blame")),
    faults.length === 0
      ? null
      : element(
          "ul",
          {},
          faults.map((fault) =>
            element("li", {}, element("code", {}, text(fault.pointer)), " ", text(fault.message)),
          ),
        ),
    code === "" ? null : problemLink(code),
  );
}

/** The link to what a code means. It is built from the code, never taken from an answer. */
export function problemLink(code: string): Child {
  return element(
    "a",
    { href: `/problems/${encodeURIComponent(code)}`, class: "problem-link mono" },
    code,
  );
}

/** The answer was lost, which says nothing about whether the work was done. */
function lostAnswer(timeMs: number, { operation, values }: Sent): HTMLElement {
  const isKeyed = [...values].some(
    ([name, value]) => /^header idempotency-key$/i.test(name) && value !== "",
  );
  const writeAdvice = isKeyed ? say("try.lostKeyed") : say("try.lostWrite");
  return element(
    "div",
    { class: "answer" },
    element(
      "p",
      { class: "answer-line" },
      element("span", { class: "badge bad" }, say("try.lost")),
      element("span", { class: "muted" }, say("try.time", { time: String(timeMs) })),
    ),
    element("p", {}, operation.isWrite ? writeAdvice : say("try.lostRead")),
  );
}

export function toneOf(status: number): string {
  if (status < 300) return "good";
  if (status < 400) return "info";
  return status < 500 ? "warn" : "bad";
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // Not JSON: it is shown as it came.
    return undefined;
  }
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
