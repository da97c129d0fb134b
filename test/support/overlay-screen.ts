// An overlay as a viewer and a wiretap know it: what was seen, what was heard, and every word between it and its stage.
import type { Page } from "playwright-core";

export type Frame = {
  readonly t: string;
  readonly d: Readonly<Record<string, unknown>>;
  readonly at: number;
};

export type OverlayScreen = {
  readonly page: Page;
  /** What the page has said of one kind, over all of its connections. */
  readonly said: (type: string) => Frame[];
  /** What the page was told of one kind. */
  readonly told: (type: string) => Frame[];
  /** How many connections it has made. */
  readonly connections: () => number;
  /** The messages of the alerts that came onto the screen, in order. */
  readonly seen: readonly string[];
  /** The addresses of the sounds that were played, in order. */
  readonly heard: readonly string[];
  /** How loud the loudest sample was that came out of the page for a sound, at the volume that the page gave it. */
  readonly loudest: (source: string) => number;
};

type Testimony =
  | readonly [sense: "seen" | "heard", what: string]
  | readonly [sense: "loud", what: readonly [source: string, loudness: number]];

// These run in the page, whose types the tests outside of it do not know.
const witness = `
  const noted = new WeakSet();
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      if (!target.classList.contains("is-in") || noted.has(target)) continue;
      noted.add(target);
      window.witness("seen", target.querySelector(".alert-message")?.textContent ?? "");
    }
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ["class"] });
  const { play } = HTMLMediaElement.prototype;
  const ears = new AudioContext();
  const listenTo = (audio) => {
    const source = audio.currentSrc || audio.src;
    const meter = new AnalyserNode(ears, { fftSize: 4096 });
    ears.createMediaElementSource(audio).connect(meter).connect(ears.destination);
    const samples = new Float32Array(meter.fftSize);
    let loudest = 0;
    const listening = setInterval(() => {
      meter.getFloatTimeDomainData(samples);
      const loud = Math.max(...samples.map(Math.abs));
      if (loud > loudest) window.witness("loud", [source, (loudest = loud)]);
    }, 20);
    audio.addEventListener("ended", () => setTimeout(clearInterval, 200, listening));
  };
  HTMLMediaElement.prototype.play = function heard() {
    window.witness("heard", this.currentSrc || this.src);
    listenTo(this);
    return play.call(this);
  };
`;

/** Opens the link of an overlay, and waits until its stage knows it. */
export async function openOverlay(page: Page, link: string): Promise<OverlayScreen> {
  const words: { readonly from: "page" | "stage"; readonly frame: Frame }[] = [];
  let connections = 0;
  page.on("websocket", (socket) => {
    connections += 1;
    const note = (from: "page" | "stage") => (event: { readonly payload: string | Buffer }) => {
      const text = String(event.payload);
      if (text.startsWith("{"))
        words.push({ from, frame: { ...JSON.parse(text), at: Date.now() } });
    };
    socket.on("framesent", note("page"));
    socket.on("framereceived", note("stage"));
  });
  const of = (speaker: "page" | "stage", type: string) =>
    words.flatMap(({ from, frame }) => (from === speaker && frame.t === type ? [frame] : []));
  // Kept outside of the page, which reloads itself when its server is another one.
  const testimony = { seen: [] as string[], heard: [] as string[] };
  const loudest = new Map<string, number>();
  await page.exposeFunction("witness", (...[sense, what]: Testimony) => {
    if (sense === "loud") loudest.set(...what);
    else testimony[sense].push(what);
  });
  await page.addInitScript({ content: witness });
  await page.goto(link);
  const screen: OverlayScreen = {
    page,
    said: (type) => of("page", type),
    told: (type) => of("stage", type),
    connections: () => connections,
    ...testimony,
    loudest: (source) => loudest.get(source) ?? 0,
  };
  while (screen.told("WELCOME").length === 0) await page.waitForTimeout(20);
  return screen;
}
