import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export type FarDatabase = { readonly port: number; close(): void };

/** The same database at the end of a longer wire: each direction takes half of the round trip, in order. */
export async function openFarDatabase(port: number, roundTripMs: number): Promise<FarDatabase> {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, "127.0.0.1");
    for (const socket of [near, far]) {
      socket.setNoDelay(true);
      sockets.add(socket);
      socket.on("error", () => socket.destroy());
    }
    forward(near, far, roundTripMs / 2);
    forward(far, near, roundTripMs / 2);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

function forward(from: Socket, to: Socket, afterMs: number): void {
  from.on("data", (chunk) => setTimeout(() => to.write(chunk), afterMs));
  from.on("close", () => setTimeout(() => to.destroy(), afterMs));
}
