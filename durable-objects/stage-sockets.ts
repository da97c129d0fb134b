import { type PagePass, protocol } from "../src/overlays/index.ts";
import { type BucketRule, takeTokens } from "../src/platform/token-bucket.ts";

const controllerTag = "controller";
const mostSockets = 64;
// Whoever steers may have lost their session meanwhile: they are asked again who they are, as onlookers of wallets are.
const longestLookMs = 15 * 60_000;
// A page that plays says a few words a minute; this is only for one that has lost its mind.
const messageRule: BucketRule = { limit: 40, periodS: 10 };

/** What a socket carries with it through hibernation. Null passes belong to whoever steers. */
export type SocketFacts = {
  readonly conn: string;
  readonly pass: PagePass | null;
  readonly openedAt: number;
};

/** The websockets of one stage, which outlive the object's memory. */
export type StageSockets = {
  readonly accept: (facts: SocketFacts) => Response;
  readonly isFull: () => boolean;
  readonly factsOf: (socket: WebSocket) => SocketFacts | null;
  readonly pages: () => string[];
  /** Whoever came by a link, also who has not said anything yet. */
  readonly openedBy: (tokenRef: string) => string[];
  readonly sendTo: (conn: string, text: string) => void;
  /** Tells whoever steers, and sends away instead who was let in too long ago. */
  readonly sendToControllers: (textOf: () => string, now: number) => void;
  readonly close: (conn: string, code: number, reason: string) => void;
  readonly heardAt: (conn: string) => number;
  readonly saysTooMuch: (socket: WebSocket, now: number) => boolean;
};

export function openStageSockets(ctx: DurableObjectState): StageSockets {
  const buckets = new WeakMap<WebSocket, number>();
  // Answered by the runtime without waking anything: an idle stage costs nothing.
  ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(protocol.ping, protocol.pong));
  const openOf = (tag?: string) =>
    ctx.getWebSockets(tag).filter(({ readyState }) => readyState === WebSocket.OPEN);
  const factsOf = (socket: WebSocket): SocketFacts | null => socket.deserializeAttachment();
  return {
    factsOf,
    accept(facts) {
      const { 0: client, 1: server } = new WebSocketPair();
      ctx.acceptWebSocket(server, facts.pass ? [facts.conn] : [facts.conn, controllerTag]);
      server.serializeAttachment(facts);
      return new Response(null, {
        status: 101,
        webSocket: client,
        headers: { "Sec-WebSocket-Protocol": protocol.subprotocol },
      });
    },
    isFull: () => openOf().length >= mostSockets,
    pages: () =>
      openOf().flatMap((socket) => {
        const facts = factsOf(socket);
        return facts?.pass ? [facts.conn] : [];
      }),
    openedBy: (tokenRef) =>
      openOf().flatMap((socket) => {
        const facts = factsOf(socket);
        return facts?.pass?.tokenRef === tokenRef ? [facts.conn] : [];
      }),
    sendTo(conn, text) {
      for (const socket of openOf(conn)) socket.send(text);
    },
    sendToControllers(textOf, now) {
      const controllers = openOf(controllerTag);
      if (controllers.length === 0) return;
      const text = textOf();
      for (const socket of controllers) {
        const isOld = now - (factsOf(socket)?.openedAt ?? 0) >= longestLookMs;
        if (isOld) socket.close(protocol.close.reconnect, "Connect again.");
        else socket.send(text);
      }
    },
    close(conn, code, reason) {
      for (const socket of openOf(conn)) socket.close(code, reason);
    },
    heardAt: (conn) =>
      ctx
        .getWebSockets(conn)
        .reduce(
          (latest, socket) =>
            Math.max(latest, ctx.getWebSocketAutoResponseTimestamp(socket)?.getTime() ?? 0),
          0,
        ),
    saysTooMuch(socket, now) {
      const taken = takeTokens(messageRule, buckets.get(socket) ?? null, 1, now);
      buckets.set(socket, taken.fullAtMs);
      return taken.granted < 1;
    },
  };
}
