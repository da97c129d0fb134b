import { button, icon } from "./dom.ts";
import { say } from "./language.ts";
import { memoryOf } from "./storage.ts";

type Theme = "system" | "light" | "dark";

// The name is also in public/theme.js, which applies the choice before the first paint.
const chosen = memoryOf("localStorage", "saku.theme");

const next: Record<Theme, Theme> = { system: "light", light: "dark", dark: "system" };

const sun =
  "M12 8a4 4 0 1 0 0 8a4 4 0 0 0 0-8zM12 2v2M12 20v2M4.9 4.9l1.4 1.4M17.7 17.7l1.4 1.4M2 12h2M20 12h2M4.9 19.1l1.4-1.4M17.7 6.3l1.4-1.4";
const moon = "M20 14.5A8.5 8.5 0 0 1 9.5 4A8.5 8.5 0 1 0 20 14.5z";
const half = "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18zM12 3v18M12 7h6M12 11h8M12 15h8M12 19h5";
const pictures: Record<Theme, string> = { system: half, light: sun, dark: moon };

/** One button that goes round: as the system, light, dark. */
export function themeSwitch(): HTMLButtonElement {
  const made = button(null, () => {
    const theme = next[currentTheme()];
    chosen.write(theme === "system" ? "" : theme);
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    draw();
  });
  made.className = "button quiet square";

  const draw = () => {
    const theme = currentTheme();
    made.replaceChildren(icon(pictures[theme]));
    made.setAttribute("aria-label", say(`theme.${theme}`));
    made.title = say(`theme.${theme}`);
  };
  draw();
  return made;
}

function currentTheme(): Theme {
  const theme = chosen.read();
  return theme === "light" || theme === "dark" ? theme : "system";
}
