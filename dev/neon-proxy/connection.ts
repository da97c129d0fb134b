import { connect } from "node:net";
import { type DatabaseAddress, type Login, openSession } from "./handshake.ts";
import { cancelRequest } from "./messages.ts";
import { createMessageReader, type MessageListener } from "./reader.ts";
import { databaseRefusalOf, parseDatabaseFields, type Refusal, refusalOf } from "./refusal.ts";

/** A connection that many requests use in turn. Its answers arrive in the order of its questions. */
export type Connection = {
  isOpen(): boolean;
  write(bytes: Buffer): void;
  /** Hears the messages of the next exchange; resolves with the transaction status that ends it. */
  hear(listener: MessageListener): Promise<string>;
  /** Asks Postgres, on another socket as the protocol wants it, to stop what this one runs. */
  cancel(): Promise<void>;
  destroy(): void;
};

type Exchange = {
  readonly listener: MessageListener;
  readonly resolve: (status: string) => void;
  readonly reject: (error: Error) => void;
};

const readyForQuery = 0x5a;
const errorResponse = 0x45;
const cancelTimeoutMs = 1_000;

export async function openConnection(
  address: DatabaseAddress,
  login: Login,
  onClose: () => void,
): Promise<Connection> {
  const { socket, processId, secret } = await openSession(address, login);
  const exchanges: Exchange[] = [];
  // Postgres says why it hangs up before it does, as "terminating connection due to ...".
  let lastError: Refusal | undefined;
  let isOpen = true;

  const read = createMessageReader((type, body) => {
    const exchange = exchanges[0];
    if (type === readyForQuery) {
      exchanges.shift();
      lastError = undefined;
      exchange?.resolve(body.toString("latin1"));
      return;
    }
    if (type === errorResponse) lastError = databaseRefusalOf(parseDatabaseFields(body));
    exchange?.listener(type, body);
  });
  socket.on("data", read);
  socket.on("close", () => {
    isOpen = false;
    const error = lastError ?? refusalOf(400, "connection closed");
    for (const { reject } of exchanges.splice(0)) reject(error);
    onClose();
  });

  return {
    isOpen: () => isOpen,
    write: (bytes) => socket.write(bytes),
    hear: (listener) =>
      new Promise((resolve, reject) => {
        if (isOpen) exchanges.push({ listener, resolve, reject });
        else reject(refusalOf(400, "connection closed"));
      }),
    cancel: () => sendCancel(address, cancelRequest(processId, secret)),
    destroy() {
      isOpen = false;
      socket.destroy();
    },
  };
}

/** Resolves when Postgres has taken the request, which it shows by hanging up, or cannot. */
export function sendCancel(address: DatabaseAddress, request: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ ...address, noDelay: true });
    socket.setTimeout(cancelTimeoutMs, () => socket.destroy());
    socket.on("error", () => socket.destroy());
    socket.on("close", () => resolve());
    socket.on("connect", () => socket.write(request));
    // Without reading, the end of the stream would never be seen.
    socket.resume();
  });
}
