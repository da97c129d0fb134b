import { codeBlock, prettyJson } from "../page/code.ts";
import { button, type Child, element } from "../page/dom.ts";
import { drawPage } from "../page/frame.ts";
import { drawInLanguage, say } from "../page/language.ts";
import { type Loaded, loadJson } from "../page/load.ts";
import { inline, prose } from "../page/prose.ts";
import { failure, skeleton } from "../page/states.ts";
import { codeOf, entriesOf, isMatch, type ProblemEntry } from "./catalogue.ts";

const cataloguePath = "/problems.json";

let loaded: Loaded | "loading" = "loading";

async function load(): Promise<void> {
  loaded = "loading";
  draw();
  loaded = await loadJson(cataloguePath);
  draw();
}

function draw(): void {
  drawPage("problems", element("main", { class: "page-main" }, content()));
}

function content(): Child {
  if (loaded === "loading") return skeleton();
  if (loaded.outcome !== "read") return failure(loaded, cataloguePath, () => void load());
  const entries = entriesOf(loaded.value);
  if (entries === undefined) {
    return failure({ outcome: "unreadable", requestId: "" }, cataloguePath, () => void load());
  }
  const code = codeOf(location.pathname);
  if (code === "") return wholeList(entries, say("problem.title"), say("problem.intro"));

  const entry = entries.find((each) => each.code === code);
  if (entry === undefined) {
    return wholeList(entries, say("problem.unknown", { code }), say("problem.unknownNext"));
  }
  document.title = `${entry.title} · Saku`;
  return onePage(entry);
}

function onePage(entry: ProblemEntry): Child {
  return [
    element(
      "p",
      { class: "way-back" },
      element("a", { href: "/problems" }, "← ", say("problem.all")),
    ),
    element(
      "p",
      { class: "problem-line" },
      statusBadge(entry.status),
      element("span", { class: "muted" }, entry.context),
    ),
    element("h1", {}, entry.title),
    element("p", { class: "problem-code" }, element("code", {}, entry.code)),
    part(say("problem.happened"), prose(entry.detail)),
    element(
      "section",
      { class: "card remedy" },
      element("h2", {}, say("problem.remedy")),
      prose(entry.remedy),
    ),
    entry.fields.length === 0 ? null : part(say("problem.fields"), fieldTable(entry)),
    part(say("problem.looks"), codeBlock("application/problem+json", prettyJson(exampleOf(entry)))),
  ];
}

function part(title: string, body: Child): HTMLElement {
  return element("section", { class: "problem-part" }, element("h2", {}, title), body);
}

function fieldTable(entry: ProblemEntry): HTMLElement {
  return element(
    "table",
    {},
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        element("th", { scope: "col" }, say("problem.field")),
        element("th", { scope: "col" }, say("problem.meaning")),
      ),
    ),
    element(
      "tbody",
      {},
      entry.fields.map(({ name, description }) =>
        element(
          "tr",
          {},
          element("th", { scope: "row" }, element("code", {}, name)),
          element("td", {}, inline(description)),
        ),
      ),
    ),
  );
}

function exampleOf(entry: ProblemEntry): Record<string, unknown> {
  return {
    type: `${location.origin}/problems/${encodeURIComponent(entry.code)}`,
    title: entry.title,
    status: entry.status,
    detail: entry.detail,
    instance: "01K6Z3V8QJ4N7T2XWY5B9C0DEF",
    code: entry.code,
    ...Object.fromEntries(entry.fields.map(({ name }) => [name, "…"])),
  };
}

function wholeList(entries: readonly ProblemEntry[], title: string, introduction: string): Child {
  const results = element("div", { class: "problem-results" });
  const search = element("input", {
    class: "input",
    type: "search",
    id: "page-search",
    autocomplete: "off",
    spellcheck: "false",
  });
  const show = () => {
    const found = entries.filter((entry) => isMatch(entry, search.value.trim()));
    results.replaceChildren(...(found.length > 0 ? groupsOf(found) : [nothingFound()]));
  };
  const nothingFound = () =>
    element(
      "div",
      { class: "state", role: "status" },
      element(
        "p",
        {},
        entries.length === 0 ? say("problem.empty") : say("problem.none", { query: search.value }),
      ),
      entries.length === 0
        ? null
        : button(say("docs.clear"), () => {
            search.value = "";
            show();
            search.focus();
          }),
    );
  search.addEventListener("input", show);
  show();
  return [
    element("h1", {}, title),
    element("p", { class: "problem-intro muted" }, introduction),
    element(
      "div",
      { class: "field" },
      element("label", { for: "page-search" }, say("problem.search")),
      search,
    ),
    results,
  ];
}

function groupsOf(entries: readonly ProblemEntry[]): HTMLElement[] {
  const contexts = [...new Set(entries.map(({ context }) => context))];
  return contexts.map((context) =>
    element(
      "section",
      { class: "problem-group" },
      element("h2", {}, context),
      element("ul", {}, entries.filter((entry) => entry.context === context).map(listRow)),
    ),
  );
}

function listRow(entry: ProblemEntry): HTMLElement {
  return element(
    "li",
    {},
    element(
      "a",
      { href: `/problems/${encodeURIComponent(entry.code)}` },
      statusBadge(entry.status),
      element("code", {}, entry.code),
      element("span", { class: "row-title" }, entry.title),
    ),
  );
}

function statusBadge(status: number): HTMLElement {
  return element("span", { class: `badge ${status < 500 ? "warn" : "bad"}` }, String(status));
}

drawInLanguage(draw);
void load();
