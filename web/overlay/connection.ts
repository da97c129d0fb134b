import { newRef } from "../page/ref.ts";
import type { OverlayLink } from "./link.ts";

/** What the streamer chose for this overlay. */
export type OverlayChoices = {
  readonly parts: readonly string[];
  readonly position: string;
  readonly scale_percent: number;
};

export type Ears = {
  readonly opened: () => void;
  readonly closed: (code: number) => void;
  readonly heard: (text: string) => void;
  readonly refused: (isFinal: boolean) => void;
  readonly learned: (choices: OverlayChoices) => void;
};

export type Connection = {
  connect(): void;
  send(text: string): void;
  disconnect(): void;
};

// As long as the player waits before it gives a connection up.
const patienceMs = 10_000;

/** A road to the stage: a ticket for the token, and a websocket for the ticket. Only the newest attempt is listened to. */
export function createConnection(link: OverlayLink, ears: Ears): Connection {
  // The reload of a page is another instance: what the one before was playing is nothing that this one shows.
  const instance = newRef();
  let attempt = 0;
  let socket: WebSocket | null = null;

  async function connect(): Promise<void> {
    disconnect();
    attempt += 1;
    const mine = attempt;
    const ticket = await askForTicket(link, instance);
    if (mine !== attempt) return;
    if (ticket.outcome === "REFUSED") {
      ears.refused(ticket.isFinal);
      return;
    }
    ears.learned(ticket.choices);
    socket = openSocket(ticket.ticket, () => mine === attempt, ears);
  }

  function disconnect(): void {
    attempt += 1;
    socket?.close(1000);
    socket = null;
  }

  return {
    connect: () => void connect(),
    disconnect,
    send: (text) => {
      if (socket?.readyState === WebSocket.OPEN) socket.send(text);
    },
  };
}

function openSocket(ticket: string, isCurrent: () => boolean, ears: Ears): WebSocket {
  const address = new URL("/v1/overlays/socket", location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(address, ["saku.overlay.v1", `tkt.${ticket}`]);
  const on = (does: () => void) => () => isCurrent() && does();
  socket.addEventListener("open", on(ears.opened));
  socket.addEventListener("message", ({ data }) => on(() => ears.heard(String(data)))());
  socket.addEventListener("close", ({ code }) => on(() => ears.closed(code))());
  return socket;
}

type Ticket =
  | { readonly outcome: "GIVEN"; readonly ticket: string; readonly choices: OverlayChoices }
  | { readonly outcome: "REFUSED"; readonly isFinal: boolean };

async function askForTicket({ overlayRef, token }: OverlayLink, instance: string): Promise<Ticket> {
  try {
    const response = await fetch("/v1/overlays/session", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ overlay_ref: overlayRef, token, instance }),
      signal: AbortSignal.timeout(patienceMs),
    });
    if (!response.ok) return { outcome: "REFUSED", isFinal: isEnd(response.status) };
    const { ticket, overlay } = await response.json();
    return { outcome: "GIVEN", ticket, choices: overlay };
  } catch {
    return { outcome: "REFUSED", isFinal: false };
  }
}

/** The link has ended or never was one. Everything else passes. */
function isEnd(status: number): boolean {
  return status >= 400 && status < 500 && status !== 429 && status !== 408;
}
