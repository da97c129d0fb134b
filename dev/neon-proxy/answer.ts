import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { refusalOf } from "./refusal.ts";

export function answerJson(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (response.destroyed) return;
  response.writeHead(status, {
    "content-type": "application/json",
    "access-control-allow-origin": "*",
    "neon-request-id": randomUUID(),
    "content-length": Buffer.byteLength(body),
    ...headers,
  });
  response.end(body);
}

/** The whole body. One that is too long is read to its end, so that the client hears the refusal. */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length <= maxBytes) chunks.push(chunk);
      else chunks.length = 0;
    });
    request.on("end", () => {
      if (length > maxBytes) {
        reject(refusalOf(413, `request is too large (max is ${maxBytes} bytes)`));
      } else resolve(Buffer.concat(chunks));
    });
    request.on("error", reject);
    request.on("close", () => {
      if (!request.complete) reject(refusalOf(400, "could not read the HTTP request body"));
    });
  });
}
