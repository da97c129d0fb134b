import { button, type Child, element, icon } from "./dom.ts";
import { chooseLanguage, currentLanguage, say } from "./language.ts";
import { themeSwitch } from "./theme.ts";

export type Place = "front" | "docs" | "problems" | "donate" | "studio";

// Pages for people who have nothing to do with the API.
const quietPlaces: readonly Place[] = ["donate", "studio"];

/** Draws a whole page: the header that all pages share, and what the page says. */
export function drawPage(place: Place, content: Child, lead: Child = null): void {
  const root = document.getElementById("page-root");
  root?.replaceChildren(
    skipLink(),
    header(place, lead),
    element("div", { id: "page-content", tabindex: "-1" }, content),
  );
}

function skipLink(): HTMLElement {
  return element("a", { class: "skip-link", href: "#page-content" }, say("page.skip"));
}

function header(place: Place, lead: Child): HTMLElement {
  return element(
    "header",
    { class: "page-header" },
    lead,
    element(
      "a",
      { class: "brand", href: "/", "aria-label": say("page.home") },
      mark(),
      element("span", {}, "Saku"),
    ),
    quietPlaces.includes(place) ? element("div", { class: "page-links" }) : pageLinks(place),
    element("div", { class: "page-switches" }, languageSwitch(), themeSwitch()),
  );
}

function pageLinks(place: Place): HTMLElement {
  return element(
    "nav",
    { class: "page-links", "aria-label": say("page.sections") },
    pageLink("/docs", say("page.referenceShort"), place === "docs"),
    pageLink("/problems", say("page.problems"), place === "problems"),
  );
}

function pageLink(href: string, name: string, isHere: boolean): HTMLElement {
  return element("a", { href, "aria-current": isHere ? "page" : undefined }, name);
}

function languageSwitch(): HTMLElement {
  const other = currentLanguage() === "en" ? "id" : "en";
  return button(other.toUpperCase(), () => chooseLanguage(other), {
    class: "button quiet",
    // The name of a language is written in that language, and read aloud in it.
    lang: other,
    "aria-label": `${other.toUpperCase()}, ${say("page.language")}`,
    title: say("page.language"),
  });
}

function mark(): SVGSVGElement {
  const picture = icon("M3 5h18v8a9 9 0 0 1-18 0z", "var(--accent)");
  picture.firstElementChild?.setAttribute("stroke", "none");
  const seam = icon("M7.5 10h9").firstElementChild;
  seam?.setAttribute("stroke", "#241700");
  if (seam) picture.append(seam);
  return picture;
}
