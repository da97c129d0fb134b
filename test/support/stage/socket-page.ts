import { exports } from "cloudflare:workers";
import { type Envelope, protocol } from "../../../src/overlays/protocol.ts";
import type { Send } from "../http.ts";
import { newRef } from "../refs.ts";

export const send: Send = (path, init) =>
  exports.default.fetch(new Request(`https://saku.test${path}`, init));

type Words = Readonly<Record<string, unknown>>;

/** A page of a test: what it was told, and what it may say. */
export type SocketPage = {
  readonly heard: Envelope[];
  readonly types: () => string[];
  readonly last: <Type extends Envelope["t"]>(
    type: Type,
  ) => Extract<Envelope, { t: Type }> | undefined;
  readonly say: (type: string, body?: Words) => void;
  /** How often the runtime has answered a ping. */
  readonly pongs: () => number;
  readonly sayRaw: (text: string) => void;
  readonly hello: (words?: Words) => void;
  readonly close: () => void;
  readonly closedWith: () => number | null;
};

const greeting = {
  ...{ kind: "obs", is_visible: true, is_active: true, is_audio_ok: true },
  ...{ rendering: null, terminals: [] },
};

export async function ticketFor(
  overlay: { readonly overlay_ref: string; readonly token: string | null },
  instance: string,
): Promise<{ readonly status: number; readonly ticket: string }> {
  const response = await send("/v1/overlays/session", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ overlay_ref: overlay.overlay_ref, token: overlay.token, instance }),
  });
  const body = (await response.json()) as { ticket?: string };
  return { status: response.status, ticket: body.ticket ?? "" };
}

export function upgrade(ticket: string): Promise<Response> {
  return send("/v1/overlays/socket", {
    headers: {
      upgrade: "websocket",
      "sec-websocket-protocol": `${protocol.subprotocol}, ${protocol.ticketPrefix}${ticket}`,
    },
  });
}

/** Connects as a browser does: a ticket for the token, a websocket for the ticket. */
export async function openSocketPage(
  overlay: { readonly overlay_ref: string; readonly token: string | null },
  instance = newRef(),
): Promise<SocketPage> {
  const { ticket } = await ticketFor(overlay, instance);
  return pageOver(await upgrade(ticket));
}

export function pageOver(response: Response): SocketPage {
  const socket = response.webSocket;
  if (!socket) throw new Error(`Expected a websocket, got ${response.status}.`);
  const heard: Envelope[] = [];
  let code: number | null = null;
  let pongs = 0;
  socket.addEventListener("message", ({ data }) => {
    if (data === protocol.pong) pongs += 1;
    else heard.push(JSON.parse(String(data)));
  });
  socket.addEventListener("close", (event) => {
    code = event.code;
  });
  socket.accept();
  const say = (type: string, body: Words = {}) =>
    socket.send(JSON.stringify({ v: 1, t: type, d: body }));
  return {
    heard,
    types: () => heard.map(({ t }) => t),
    last: <Type extends Envelope["t"]>(type: Type) =>
      heard.findLast((message): message is Extract<Envelope, { t: Type }> => message.t === type),
    say,
    pongs: () => pongs,
    sayRaw: (text) => socket.send(text),
    hello: (words = {}) => say("HELLO", { ...greeting, ...words }),
    close: () => socket.close(1000, ""),
    closedWith: () => code,
  };
}
