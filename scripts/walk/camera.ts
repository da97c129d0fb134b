import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { openVisit, type Visit } from "../../test/support/page-visit.ts";

const sizes = [
  { name: "phone", width: 360, height: 780 },
  { name: "tablet", width: 768, height: 1024 },
  { name: "desktop", width: 1440, height: 900 },
] as const;
const canvas = { width: 1920, height: 1080 };
const themes = ["light", "dark"] as const;
const patienceMs = 30_000;

type CameraOptions = {
  readonly browser: Browser;
  readonly url: string;
  readonly folder: string;
  readonly stopping: AbortSignal;
};

export type Camera = {
  /** Somebody with a browser of their own, who reads this language. */
  readonly visitor: (language?: string) => Promise<Page>;
  /** Pictures of a page: on a phone, a tablet and at a desk, by day and by night. */
  readonly take: (page: Page, name: string) => Promise<void>;
  /** A picture of an overlay, over the colour of a game. */
  readonly takeOverlay: (page: Page, name: string) => Promise<void>;
  readonly count: () => number;
  readonly complaints: () => string[];
  readonly close: () => Promise<void>;
};

/** Takes numbered pictures of pages into a folder. */
export function createCamera({ browser, url, folder, stopping }: CameraOptions): Camera {
  const visits: Visit[] = [];
  let scenes = 0;
  let pictures = 0;

  function nextScene(name: string): string {
    stopping.throwIfAborted();
    scenes += 1;
    return join(folder, `${String(scenes).padStart(2, "0")}-${name}`);
  }

  async function shoot(page: Page, path: string): Promise<void> {
    await page.screenshot({ path: `${path}.png` });
    pictures += 1;
  }

  return {
    visitor: async (language = "en-US") => {
      const visit = await openVisit(browser, new URL(url).origin, { language });
      visit.page.setDefaultTimeout(patienceMs);
      visits.push(visit);
      return visit.page;
    },
    take: async (page, name) => {
      const path = nextScene(name);
      for (const { name: device, width, height } of sizes) {
        await page.setViewportSize({ width, height });
        await setTouch(page, device === "phone");
        await page.locator(".skeleton").first().waitFor({ state: "detached" });
        // A window as long as the page: what sticks to its end would otherwise stand across the middle of it.
        const length = await page.evaluate<number>("document.documentElement.scrollHeight");
        await page.setViewportSize({ width, height: Math.max(height, length) });
        for (const colorScheme of themes) {
          await page.emulateMedia({ colorScheme });
          await shoot(page, `${path}-${device}-${colorScheme}`);
        }
      }
    },
    takeOverlay: async (page, name) => {
      await page.setViewportSize(canvas);
      await page.evaluate(`document.documentElement.style.backgroundColor = "#3a3550"`);
      await shoot(page, nextScene(name));
    },
    count: () => pictures,
    complaints: () => visits.flatMap(({ complaints }) => complaints),
    close: () => browser.close(),
  };
}

/** Fingers need bigger buttons, and a window's size alone does not say that there are any. */
async function setTouch(page: Page, enabled: boolean): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setTouchEmulationEnabled", { enabled });
  await session.detach();
}
