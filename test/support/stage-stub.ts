import type { Page, WebSocketRoute } from "playwright-core";
import type { StageMessage } from "../../src/overlays/protocol.ts";

export const overlayRef = "01JD3Z8K4M6N7P8Q9R0S1T2V3W";
export const overlayToken = `ovl_${"k".repeat(43)}`;
export const overlayAddress = `/overlay/${overlayRef}#k=${overlayToken}`;

export type Said = { readonly t: string; readonly d: Readonly<Record<string, unknown>> };

/** The stage as an overlay page knows it: a websocket that says PLAY. */
export type StageStub = {
  /** What the page said, pings left out. */
  readonly said: Said[];
  /** How many connections there were. */
  connections(): number;
  send(message: StageMessage): void;
  close(code: number): Promise<void>;
  /** Pings are answered from now on, or not. */
  setAlive(isAlive: boolean): void;
  /** Waits until the page has said something. */
  heard(type: string): Promise<Said>;
};

const welcome: StageMessage = {
  t: "WELCOME",
  d: {
    ...{ conn: "c1", role: "LEADER", epoch: 1, lease_ms: 8_000, widgets: [] },
    ...{ is_paused: false, is_muted: false, volume: 1 },
  },
};

export async function stubStage(page: Page): Promise<StageStub> {
  const said: Said[] = [];
  let socket: WebSocketRoute | null = null;
  let connections = 0;
  let isAlive = true;

  const send = (message: StageMessage) => {
    if (isAlive) socket?.send(JSON.stringify({ v: 1, ts: Date.now(), build: "b1", ...message }));
  };
  await page.routeWebSocket("**/v1/overlays/socket", (route) => {
    socket = route;
    connections += 1;
    route.onMessage((text) => {
      if (text === "ping") {
        if (isAlive) route.send("pong");
        return;
      }
      const message: Said = JSON.parse(String(text));
      said.push(message);
      if (message.t === "HELLO") send(welcome);
    });
  });
  return {
    said,
    connections: () => connections,
    send,
    close: async (code) => socket?.close({ code }),
    setAlive: (next) => {
      isAlive = next;
    },
    heard: async (type) => {
      for (;;) {
        const found = said.find(({ t }) => t === type);
        if (found) return found;
        await page.waitForTimeout(20);
      }
    },
  };
}

type Play = Extract<StageMessage, { t: "PLAY" }>["d"];
type PlayChanges = Partial<Omit<Play, "view">> & { readonly view?: Partial<Play["view"]> };

/** An alert of five seconds without sound, unless something else is wanted. */
export function playOf({ view, ...changes }: PlayChanges = {}): StageMessage {
  return {
    t: "PLAY",
    d: {
      ...{ playback_ref: "01JD3Z8K4M6N7P8Q9R0S1T2V41", donation_ref: null, kind: "LIVE" },
      ...{ is_mirror: false, epoch: 1, start_by: Date.now() + 10_000, max_ms: 30_000 },
      ...{ audio: [], media: null },
      ...changes,
      view: {
        ...{ title: "Sari berdonasi Rp25.000", name: "Sari", amount_text: "Rp25.000" },
        ...{ message: "Semangat!", variant: "calm", duration_ms: 5_000, image: null },
        ...view,
      },
    },
  };
}
