import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../run.ts";
import { architecturePage, eventsPage, problemsPage, routesPage } from "./pages.ts";
import { scopesPage } from "./scopes-page.ts";

/** Every generated document with the text that it should have. */
export function generatedFiles(): Readonly<Record<string, string>> {
  return {
    "docs/problems.md": problemsPage(),
    "docs/events.md": eventsPage(),
    "docs/routes.md": routesPage(),
    "docs/scopes.md": scopesPage(),
    "docs/architecture.md": architecturePage(
      readFileSync(join(root, "docs/architecture.md"), "utf8"),
    ),
  };
}
