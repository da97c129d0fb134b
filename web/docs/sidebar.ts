import { button, element, icon } from "../page/dom.ts";
import { say } from "../page/language.ts";
import { methodBadge } from "./operation.ts";
import type { Group, Operation } from "./operations.ts";

export type Sidebar = {
  readonly panel: HTMLElement;
  readonly menuButton: HTMLElement;
  /** Marks the operation that is being read. */
  mark(id: string): void;
};

export function createSidebar(groups: readonly Group[]): Sidebar {
  const search = searchField();
  const found = element("p", { class: "unseen", role: "status" });
  const none = element("div", { class: "nav-none", hidden: true });
  const lists = groups.map(groupList);
  const panel = element(
    "nav",
    { class: "nav", id: "page-nav", "aria-label": say("docs.nav") },
    element("div", { class: "nav-search" }, search, element("kbd", { "aria-hidden": "true" }, "/")),
    found,
    none,
    lists,
  );
  const menuButton = menuOf(panel);

  const narrow = () => {
    const query = search.value.trim().toLowerCase();
    const count = narrowLists(lists, query);
    found.textContent = query === "" ? "" : say("docs.found", { count: String(count) });
    none.hidden = count > 0;
    none.replaceChildren(
      element("p", {}, say("docs.none", { query: search.value })),
      button(say("docs.clear"), () => {
        search.value = "";
        narrow();
        search.focus();
      }),
    );
  };
  search.addEventListener("input", narrow);
  panel.addEventListener("keydown", (event) => moveByKey(event, panel, search, narrow));
  listenForSlash(search, menuButton);

  return { panel, menuButton, mark: (id) => markLink(panel, id) };
}

function searchField(): HTMLInputElement {
  return element("input", {
    class: "input",
    type: "search",
    placeholder: say("docs.search"),
    "aria-label": say("docs.search"),
    "aria-keyshortcuts": "/",
    title: say("docs.searchHint"),
    autocomplete: "off",
    spellcheck: "false",
  });
}

function groupList(group: Group): HTMLElement {
  return element(
    "section",
    { class: "nav-group" },
    element("h2", {}, group.name),
    element("ul", {}, group.operations.map(operationLink)),
  );
}

function operationLink(operation: Operation): HTMLElement {
  const { id, method, summary, words } = operation;
  return element(
    "li",
    { "data-words": words },
    element(
      "a",
      { href: `#${encodeURIComponent(id)}`, "data-operation": id },
      element("span", {}, summary),
      methodBadge(method),
    ),
  );
}

/** Hides what does not hold every word that was typed, and says how much is left. */
function narrowLists(lists: readonly HTMLElement[], query: string): number {
  const words = query.split(/\s+/);
  let count = 0;
  for (const list of lists) {
    let left = 0;
    for (const item of list.querySelectorAll("li")) {
      item.hidden = !words.every((word) => item.dataset.words?.includes(word));
      if (!item.hidden) left += 1;
    }
    list.hidden = left === 0;
    count += left;
  }
  return count;
}

function moveByKey(
  event: KeyboardEvent,
  panel: HTMLElement,
  search: HTMLInputElement,
  narrow: () => void,
): void {
  if (event.key === "Escape" && search.value !== "") {
    search.value = "";
    narrow();
    search.focus();
    event.stopPropagation();
    return;
  }
  const links = [...panel.querySelectorAll<HTMLElement>("a")].filter(
    (link) => link.closest("[hidden]") === null,
  );
  if (event.key === "Enter" && event.target === search) links[0]?.click();
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;

  event.preventDefault();
  const stops = [search, ...links];
  const here = stops.findIndex((stop) => stop.matches(":focus"));
  stops[Math.min(Math.max(here + step, 0), stops.length - 1)]?.focus();
}

let stopListening = new AbortController();

function listenForSlash(search: HTMLInputElement, menuButton: HTMLElement): void {
  // A page that is drawn again in another language has another field, and the old one must let go.
  stopListening.abort();
  stopListening = new AbortController();
  document.addEventListener(
    "keydown",
    (event) => {
      const isTyping =
        event.target instanceof Element && event.target.matches("input, textarea, select");
      if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      if (menuButton.getAttribute("aria-expanded") === "false" && menuButton.offsetParent)
        menuButton.click();
      search.focus();
    },
    { signal: stopListening.signal },
  );
}

/** On narrow pages the list lies folded behind a button; Escape and a choice fold it again. */
function menuOf(panel: HTMLElement): HTMLElement {
  const show = (isOpen: boolean) => {
    menu.setAttribute("aria-expanded", String(isOpen));
    panel.classList.toggle("open", isOpen);
    document.getElementById("page-main")?.toggleAttribute("inert", isOpen);
  };
  const menu = button(
    [icon("M4 7h16M4 12h16M4 17h16"), element("span", {}, say("docs.menu"))],
    () => show(menu.getAttribute("aria-expanded") === "false"),
    {
      class: "button nav-menu",
      "aria-label": say("docs.menu"),
      "aria-expanded": "false",
      "aria-controls": "page-nav",
    },
  );
  panel.addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest("a")) show(false);
  });
  panel.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || menu.getAttribute("aria-expanded") === "false") return;
    show(false);
    menu.focus();
  });
  return menu;
}

function markLink(panel: HTMLElement, id: string): void {
  for (const link of panel.querySelectorAll<HTMLElement>("a[data-operation]")) {
    const isHere = link.dataset.operation === id;
    if (isHere === link.hasAttribute("aria-current")) continue;
    link.toggleAttribute("aria-current", isHere);
    if (!isHere) continue;
    link.setAttribute("aria-current", "true");
    keepInView(panel, link);
  }
}

// `scrollIntoView` would also scroll the page, which is being scrolled by the reader.
function keepInView(panel: HTMLElement, link: HTMLElement): void {
  const frame = panel.getBoundingClientRect();
  const place = link.getBoundingClientRect();
  if (place.top < frame.top + 72) panel.scrollTop += place.top - frame.top - 72;
  if (place.bottom > frame.bottom - 24) panel.scrollTop += place.bottom - frame.bottom + 24;
}
