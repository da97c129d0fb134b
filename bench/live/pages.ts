import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Browser } from "playwright-core";
import { root } from "../../scripts/run.ts";

/** Networks as browsers' own tools know them. Bytes a second; the latency is that of each request. */
export const networks = {
  // What Lighthouse calls slow 4G: 1.6 Mbit/s and a round trip of 150 ms.
  "slow 4G": { latency: 150, downloadThroughput: 204_800, uploadThroughput: 96_000 },
  // The preset of that name in Chrome's developer tools, which adds much more to each request.
  "slow 4G of the developer tools": {
    latency: 562.5,
    downloadThroughput: 180_000,
    uploadThroughput: 84_375,
  },
} as const;

const cpuSlowdown = 4;
const phone = { width: 360, height: 780 };

export type Loaded = {
  /** When the largest content was painted. */
  readonly paintedMs: number;
  readonly what: string;
  readonly requests: number;
  readonly wireBytes: number;
};

// Watched from the beginning, because what was painted first is told once.
const watching = `
  window.largest = { startTime: 0, element: null };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.largest = entry;
  }).observe({ type: "largest-contentful-paint", buffered: true });
`;
const asking = `(() => {
  const { startTime, element } = window.largest;
  return { paintedMs: Math.round(startTime), what: element ? element.tagName + "." + element.className : "nothing" };
})()`;

/** Opens a page on a phone that nobody has opened it on before. */
export async function loadOnPhone(
  browser: Browser,
  url: string,
  network: (typeof networks)[keyof typeof networks],
): Promise<Loaded> {
  const context = await browser.newContext({
    ...{ viewport: phone, deviceScaleFactor: 2, isMobile: true, hasTouch: true, locale: "id-ID" },
  });
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("Network.enable");
    await session.send("Network.emulateNetworkConditions", { offline: false, ...network });
    await session.send("Emulation.setCPUThrottlingRate", { rate: cpuSlowdown });
    let [requests, wireBytes] = [0, 0];
    session.on("Network.loadingFinished", ({ encodedDataLength }) => {
      requests += 1;
      wireBytes += encodedDataLength;
    });
    await page.addInitScript({ content: watching });
    const response = await page.goto(url, { waitUntil: "networkidle" });
    if (!response?.ok()) throw new Error(`${url} answered ${response?.status()}.`);
    await page.locator(".donate-button").waitFor();
    const largest = await page.evaluate<Pick<Loaded, "paintedMs" | "what">>(asking);
    return { ...largest, requests, wireBytes };
  } finally {
    await context.close();
  }
}

const built = join(root, ".saku/assets");

/** What each page weighs with everything that it links, packed. */
export function pageWeights() {
  const pages = readdirSync(built).filter((name) => name.endsWith(".html"));
  return pages.map((page) => {
    const html = readFileSync(join(built, page), "utf8");
    const linked = [...html.matchAll(/(?:src|href)="\/([^"]+\.(?:js|css|svg))"/g)].map(([, path]) =>
      String(path),
    );
    const weigh = (kind: RegExp) => {
      const paths = [page, ...linked].filter((path) => kind.test(path));
      const bytes = paths.map((path) => gzipSync(readFileSync(join(built, path))).length);
      return Math.round(bytes.reduce((sum, each) => sum + each, 0) / 100) / 10;
    };
    return {
      page: page.replace(".html", ""),
      "scripts KB": weigh(/\.js$/),
      "styles KB": weigh(/\.css$/),
      "all KB": weigh(/./),
    };
  });
}
