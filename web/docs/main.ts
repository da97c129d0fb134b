import { type Child, element } from "../page/dom.ts";
import { drawPage } from "../page/frame.ts";
import { drawInLanguage, say } from "../page/language.ts";
import { type Loaded, loadJson } from "../page/load.ts";
import { prose } from "../page/prose.ts";
import { emptiness, failure, skeleton } from "../page/states.ts";
import { apiKeyInput } from "./api-key.ts";
import { type ApiDocument, isApiDocument } from "./openapi.ts";
import { operationArticle } from "./operation.ts";
import { type Group, groupsOf, type Operation } from "./operations.ts";
import { createSidebar, type Sidebar } from "./sidebar.ts";

const documentPath = "/openapi.json";

let loaded: Loaded | "loading" = "loading";

async function load(): Promise<void> {
  loaded = "loading";
  draw();
  loaded = await loadJson(documentPath);
  draw();
  showPlaceOfHash();
}

function draw(): void {
  if (loaded === "loading") drawLoading();
  else if (loaded.outcome !== "read") drawFailure(loaded);
  else if (isApiDocument(loaded.value)) drawReference(loaded.value);
  else drawFailure({ outcome: "unreadable", requestId: "" });
}

/** The list, the text and the samples, each where it will be. */
function drawLoading(): void {
  const columns = element("div", { class: "introduction" }, skeleton(), skeleton());
  const main = element("main", { class: "docs-main" }, columns);
  drawPage(
    "docs",
    element(
      "div",
      { class: "docs" },
      element("div", { class: "nav nav-loading" }, skeleton()),
      main,
    ),
  );
}

function drawFailure(failed: Exclude<Loaded, { outcome: "read" }>): void {
  drawAlone(failure(failed, documentPath, () => void load()));
}

function drawAlone(content: Child): void {
  drawPage("docs", element("main", { class: "docs-main alone" }, content));
}

function drawReference(api: ApiDocument): void {
  const groups = groupsOf(api);
  document.title = `${say("page.reference")} · ${api.info?.title ?? "Saku"}`;
  if (groups.length === 0) {
    drawAlone([introduction(api), emptiness(say("docs.empty"), say("docs.emptyNext"))]);
    return;
  }
  const sidebar = createSidebar(groups);
  const main = element(
    "main",
    { class: "docs-main", id: "page-main" },
    introduction(api),
    groups.map((group) => groupSection(api, group)),
  );
  drawPage("docs", element("div", { class: "docs" }, sidebar.panel, main), sidebar.menuButton);
  followReading(main, sidebar);
}

function introduction(api: ApiDocument): HTMLElement {
  return element(
    "section",
    { class: "introduction" },
    element(
      "div",
      { class: "about" },
      element("h1", {}, api.info?.title ?? say("page.reference")),
      element(
        "p",
        { class: "muted" },
        say("docs.version", { version: api.info?.version ?? "–" }),
        " · ",
        element("a", { href: documentPath }, say("docs.document")),
      ),
      prose(api.info?.description ?? ""),
    ),
    element(
      "div",
      { class: "card key-card" },
      element(
        "div",
        { class: "field" },
        element("span", { class: "label" }, say("docs.base")),
        element("code", { class: "base" }, location.origin),
      ),
      element(
        "div",
        { class: "field" },
        element("label", { for: "page-api-key" }, say("docs.auth")),
        apiKeyInput("page-api-key"),
        element("p", { class: "hint" }, say("docs.authHint")),
      ),
    ),
  );
}

function groupSection(api: ApiDocument, group: Group): HTMLElement {
  return element(
    "section",
    { class: "group", "aria-label": group.name },
    element(
      "div",
      { class: "group-head" },
      element("h2", {}, group.name),
      prose(group.description, "prose muted"),
    ),
    group.operations.map((operation) => safeArticle(api, operation)),
  );
}

/** One operation that this page cannot draw must not take the others with it. */
function safeArticle(api: ApiDocument, operation: Operation): HTMLElement {
  try {
    return operationArticle(api, operation);
  } catch (error) {
    console.warn(`The operation ${operation.id} could not be drawn.`, error);
    return element(
      "article",
      { class: "operation", id: operation.id },
      element(
        "div",
        { class: "card state bad" },
        element("h3", {}, operation.summary),
        element("p", {}, say("docs.broken", { document: documentPath })),
      ),
    );
  }
}

/** The browser looked for the place before there was one. */
function showPlaceOfHash(): void {
  const id = decodeURIComponent(location.hash.slice(1));
  if (id !== "") document.getElementById(id)?.scrollIntoView({ behavior: "instant" });
}

let following = new AbortController();

function followReading(main: HTMLElement, sidebar: Sidebar): void {
  following.abort();
  following = new AbortController();
  const articles = [...main.querySelectorAll("article")];
  let isWaiting = false;
  const mark = () => {
    isWaiting = false;
    // What is being read is the last operation that begins above the upper third of the window.
    const line = window.innerHeight / 3;
    const here = articles.findLast((article) => article.getBoundingClientRect().top < line);
    sidebar.mark(here?.id ?? "");
  };
  const markSoon = () => {
    if (!isWaiting) requestAnimationFrame(mark);
    isWaiting = true;
  };
  window.addEventListener("scroll", markSoon, { passive: true, signal: following.signal });
  mark();
}

/** Paper cannot be unfolded, so everything but the forms is, for as long as it takes to print. */
function unfoldForPrint(): void {
  let unfolded: HTMLDetailsElement[] = [];
  window.addEventListener("beforeprint", () => {
    unfolded = [...document.querySelectorAll<HTMLDetailsElement>("details:not([open], .try)")];
    for (const fold of unfolded) fold.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const fold of unfolded) fold.open = false;
  });
}

unfoldForPrint();
drawInLanguage(draw);
void load();
