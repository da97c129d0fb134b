import { once } from "node:events";
import { WebSocket } from "ws";
import { systemClock } from "../../src/platform/clock.ts";
import { createRefs } from "../../src/platform/ids.ts";
import { inTurns } from "./in-turns.ts";
import type { Streamer } from "./streamers.ts";

const newRef = createRefs(systemClock);
const connectionsAtOnce = 32;
const patienceMs = 300_000;
// As often as a page that plays nothing says that it is there. Not all in one moment.
const pingEveryMs = 25_000;
const pingParts = 100;

export type Overlays = {
  /** Opens the overlays of these streamers, as pages in OBS that are greeted and then wait. */
  readonly open: (streamers: readonly Streamer[]) => Promise<void>;
  /** The moment at which a page was told to play a donation. */
  readonly played: (donationRef: string) => Promise<number>;
  readonly count: () => number;
  readonly close: () => Promise<void>;
};

type Frame = { readonly t: string; readonly d: Readonly<Record<string, unknown>> };

/** Overlays without a picture: they say what the page says, and everything that they play is over at once. */
export function createOverlays(url: string): Overlays {
  const sockets = new Set<WebSocket>();
  const playedAt = new Map<string, number>();
  const waiting = new Map<string, (at: number) => void>();
  let part = 0;
  const pinging = setInterval(() => {
    part = (part + 1) % pingParts;
    let index = 0;
    for (const socket of sockets) if (index++ % pingParts === part) socket.send("ping");
  }, pingEveryMs / pingParts);
  pinging.unref();

  const note = (donationRef: string) => {
    const at = performance.now();
    playedAt.set(donationRef, at);
    waiting.get(donationRef)?.(at);
  };
  const open = async (streamer: Streamer) => {
    const socket = await connect(url, streamer);
    const isGreeted = once(socket, "greeted");
    socket.on("message", (data) => answer(socket, String(data), note));
    say(socket, "HELLO", hello);
    await Promise.race([isGreeted, tooLate(() => "An overlay was not greeted.")]);
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  };
  return {
    open: async (streamers) => void (await inTurns(streamers, connectionsAtOnce, open)),
    played: async (donationRef) => {
      const known = playedAt.get(donationRef);
      if (known !== undefined) return known;
      const told = new Promise<number>((resolve) => waiting.set(donationRef, resolve));
      return Promise.race([told, tooLate(() => `Donation ${donationRef} was not played.`)]);
    },
    count: () => sockets.size,
    close: async () => {
      const ends = [...sockets].map((socket) => once(socket, "close"));
      for (const socket of sockets) socket.close(1000);
      await Promise.all(ends);
    },
  };
}

const hello = {
  ...{ kind: "obs", is_visible: true, is_active: true, is_audio_ok: true },
  ...{ rendering: null, terminals: [] },
};

async function connect(url: string, { overlayRef, token }: Streamer): Promise<WebSocket> {
  const response = await fetch(`${url}/v1/overlays/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ overlay_ref: overlayRef, token, instance: newRef() }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`An overlay got no ticket: ${response.status} ${text}`);
  const { ticket } = JSON.parse(text) as { readonly ticket: string };
  const address = `${url.replace(/^http/, "ws")}/v1/overlays/socket`;
  const socket = new WebSocket(address, ["saku.overlay.v1", `tkt.${ticket}`], {
    perMessageDeflate: false,
  });
  await once(socket, "open");
  return socket;
}

function answer(socket: WebSocket, text: string, note: (donationRef: string) => void): void {
  if (text === "pong") return;
  const { t, d } = JSON.parse(text) as Frame;
  if (t === "WELCOME") socket.emit("greeted");
  if (t === "PROBE") say(socket, "ALIVE", {});
  if (t !== "PLAY") return;
  note(String(d.donation_ref));
  say(socket, "STARTED", { playback_ref: d.playback_ref });
  say(socket, "FINISHED", { playback_ref: d.playback_ref });
}

function say(socket: WebSocket, t: string, d: Readonly<Record<string, unknown>>): void {
  socket.send(JSON.stringify({ v: 1, t, d }));
}

function tooLate(messageOf: () => string): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error(messageOf())), patienceMs).unref();
  });
}
