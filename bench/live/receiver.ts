// A receiver of webhooks as a process of its own: it takes everything at once, and tells how old each event was.
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

export type Received = {
  readonly deliveries: number;
  /** How many of them had come before. */
  readonly repeated: number;
  readonly seconds: number;
  readonly agesMs: readonly number[];
};

let seen = new Set<string>();
let agesMs: number[] = [];
let [firstAt, lastAt] = [0, 0];

async function take(request: IncomingMessage): Promise<void> {
  const { time } = JSON.parse(await text(request)) as { readonly time: string };
  const now = Date.now();
  if (agesMs.length === 0) firstAt = now;
  lastAt = now;
  agesMs.push(now - Date.parse(time));
  seen.add(`${request.url} ${request.headers["webhook-id"]}`);
}

function forget(): Received {
  const deliveries = seen.size;
  const told = { deliveries, repeated: agesMs.length - deliveries, agesMs };
  seen = new Set();
  agesMs = [];
  return { ...told, seconds: (lastAt - firstAt) / 1_000 };
}

const server = createServer(async (request, response) => {
  if (request.url === "/count") return response.end(String(seen.size));
  if (request.url === "/forget") return response.end(JSON.stringify(forget()));
  await take(request);
  return response.end();
});
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`http://127.0.0.1:${port}\n`);
});
