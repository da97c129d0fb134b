// The path of the driver's Pool and Client: Postgres's own wire bytes in websocket frames.

import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { pipeline } from "node:stream";
import { createWebSocketStream, type WebSocket, WebSocketServer } from "ws";
import { sendCancel } from "./connection.ts";
import { type DatabaseAddress, openSession } from "./handshake.ts";
import { messageOf } from "./messages.ts";
import type { DatabaseFields } from "./refusal.ts";

export type WebsocketGate = {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): void;
};

const sslRequestCode = 80_877_103;
const cancelRequestCode = 80_877_102;
// Postgres itself refuses startup packets that are longer.
const maxStartupBytes = 10_000;
const loginTimeoutMs = 15_000;

export function createWebsocketGate(address: DatabaseAddress): WebsocketGate {
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  return {
    upgrade(request, socket, head) {
      server.handleUpgrade(request, socket, head, (client) => {
        // A client that breaks off is nobody's fault here, and an error without a listener is fatal.
        client.on("error", () => client.terminate());
        client.on("message", (_data, isBinary) => {
          if (!isBinary) client.close(1003, "unexpected text message in the websocket");
        });
        serve(address, client).catch((error: unknown) => {
          console.error("The Neon proxy failed on a websocket:", error);
          client.terminate();
        });
      });
    },
    close() {
      for (const client of server.clients) client.terminate();
      server.close();
    },
  };
}

/**
 * The proxy takes the password in the clear and logs in itself, as Neon does: the driver sends its
 * password together with its startup message, before any challenge could have reached it.
 */
async function serve(address: DatabaseAddress, client: WebSocket): Promise<void> {
  const stream = createWebSocketStream(client);
  stream.on("error", () => client.terminate());
  const loginTimer = setTimeout(() => client.terminate(), loginTimeoutMs);
  const packets = packetsOf(stream);
  try {
    const startup = await startupOf(packets, stream);
    if (!startup) return;
    if (startup.readInt32BE(4) === cancelRequestCode) {
      await sendCancel(address, startup);
      stream.end();
      return;
    }
    stream.write(messageOf("R", Buffer.from([0, 0, 0, 3])));
    const password = await packets.next(5, (head) => head.readInt32BE(1) + 1);
    if (!password) return;
    const login = {
      password: password.toString("utf8", 5, password.length - 1),
      parameters: parametersOf(startup),
    };
    await splice(address, login, stream, packets);
  } finally {
    clearTimeout(loginTimer);
  }
}

async function splice(
  address: DatabaseAddress,
  login: Parameters<typeof openSession>[1],
  stream: Duplex,
  packets: Packets,
): Promise<void> {
  try {
    const { socket, greeting } = await openSession(address, login);
    if (stream.destroyed) {
      socket.destroy();
      return;
    }
    stream.write(greeting);
    const early = packets.stop();
    if (early.length > 0) socket.write(early);
    // Ends, errors and backpressure travel both ways.
    pipeline(stream, socket, stream, () => socket.destroy());
  } catch (error) {
    stream.end(errorResponseOf(error));
  }
}

async function startupOf(packets: Packets, stream: Duplex): Promise<Buffer | undefined> {
  for (;;) {
    const packet = await packets.next(8, (head) => head.readInt32BE(0));
    if (packet?.readInt32BE(4) !== sslRequestCode) return packet;
    stream.write("N");
  }
}

function parametersOf(startup: Buffer): ReadonlyMap<string, string> {
  const words = startup.toString("utf8", 8).split("\0");
  const parameters = new Map<string, string>();
  for (let index = 0; words[index]; index += 2) {
    parameters.set(words[index] ?? "", words[index + 1] ?? "");
  }
  return parameters;
}

function errorResponseOf(error: unknown): Buffer {
  const fields: DatabaseFields =
    error instanceof Error && "fields" in error && error.fields instanceof Map
      ? error.fields
      : new Map([
          ["S", "FATAL"],
          ["V", "FATAL"],
          ["C", "08006"],
          ["M", error instanceof Error ? error.message : String(error)],
        ]);
  const text = [...fields].map(([letter, value]) => `${letter}${value}\0`).join("");
  return messageOf("E", Buffer.from(`${text}\0`));
}

type Packets = {
  /** The next packet, whose length its head tells; undefined when the client is gone. */
  next(headBytes: number, lengthOf: (head: Buffer) => number): Promise<Buffer | undefined>;
  /** Stops reading; what was read ahead comes back. */
  stop(): Buffer;
};

function packetsOf(stream: Duplex): Packets {
  let held: Buffer = Buffer.alloc(0);
  let wake = () => {};
  let isOver = false;
  const take = (chunk: Buffer) => {
    held = Buffer.concat([held, chunk]);
    if (held.length > maxStartupBytes) stream.pause();
    wake();
  };
  stream.on("data", take);
  stream.on("close", () => {
    isOver = true;
    wake();
  });

  const hold = async (length: number): Promise<boolean> => {
    while (held.length < length && !isOver) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    return held.length >= length;
  };

  return {
    async next(headBytes, lengthOf) {
      if (!(await hold(headBytes))) return undefined;
      const length = lengthOf(held);
      if (length < headBytes || length > maxStartupBytes) stream.destroy();
      else if (await hold(length)) {
        const packet = held.subarray(0, length);
        held = held.subarray(length);
        return packet;
      }
      return undefined;
    },
    stop() {
      stream.off("data", take);
      stream.pause();
      return held;
    },
  };
}
