import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";

/** What stands before a Worker and packs what it answers, as Cloudflare does. */
export type Front = { readonly url: string; readonly close: () => Promise<void> };

const packed = /^(text\/|application\/(json|problem\+json)|image\/svg)/;

export async function openFront(workerUrl: string): Promise<Front> {
  const server = createServer((request, response) => {
    forward(workerUrl, request, response).catch((error: unknown) => {
      response.writeHead(502).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function forward(
  workerUrl: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = "GET", url = "/", headers } = request;
  const body = await buffer(request);
  const answer = await fetch(`${workerUrl}${url}`, {
    method,
    headers: { "content-type": headers["content-type"] ?? "text/plain" },
    ...(body.length > 0 && { body }),
  });
  const content = Buffer.from(await answer.arrayBuffer());
  const isPacked = packed.test(answer.headers.get("content-type") ?? "");
  const sent = isPacked ? gzipSync(content) : content;
  const { "transfer-encoding": _unknownLength, ...headersOfAnswer } = Object.fromEntries(
    answer.headers,
  );
  response.writeHead(answer.status, {
    ...headersOfAnswer,
    ...(isPacked && { "content-encoding": "gzip" }),
    "content-length": sent.length,
  });
  response.end(sent);
}
