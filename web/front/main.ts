import { element } from "../page/dom.ts";
import { drawPage } from "../page/frame.ts";
import { drawInLanguage, say } from "../page/language.ts";
import { readinessCard, watchReadiness } from "./readiness.ts";

function draw(): void {
  drawPage(
    "front",
    element(
      "main",
      { class: "page-main front" },
      element("h1", {}, say("front.one")),
      element(
        "div",
        { class: "front-lines" },
        element("p", {}, say("front.two")),
        element("p", {}, say("front.three")),
      ),
      element(
        "ul",
        { class: "doors" },
        door("/docs", say("page.reference"), say("front.reference")),
        door("/problems", say("page.problems"), say("front.problems")),
        door("/studio", say("front.studioName"), say("front.studio")),
        door("/openapi.json", "OpenAPI", say("front.openapi")),
        door("/health", say("front.healthName"), say("front.health")),
      ),
      readinessCard(),
    ),
  );
}

function door(href: string, name: string, purpose: string): HTMLElement {
  return element(
    "li",
    {},
    element(
      "a",
      { class: "card door", href },
      element("strong", {}, name),
      element("span", { class: "muted" }, purpose),
      element("code", {}, href),
    ),
  );
}

drawInLanguage(draw);
watchReadiness();
