// A payment provider for development and tests. It shares no code with the product and no memory: signed HTTP only.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createActions } from "./actions.ts";
import type { Answer } from "./answer.ts";
import { openBook } from "./book.ts";
import { answerControl } from "./control-api.ts";
import { answerMerchant } from "./merchant-api.ts";
import { createNotifier } from "./notifier.ts";
import { answerPayer } from "./payer-pages.ts";
import { openRoutine } from "./routine.ts";
import { isSigned, nowSeconds } from "./signature.ts";

export type SandboxOptions = {
  readonly port: number;
  readonly secret: string;
  /** Where notifications go; asked each time, because the merchant may start later than we do. */
  readonly notifyUrl: () => string;
  /** Where payments are remembered; in memory when left out. */
  readonly file?: string | undefined;
  /** How long after it was paid a charge settles by itself; never when left out. */
  readonly settleAfterMs?: number | undefined;
  /** How long after it was sent a payout arrives by itself; never when left out. */
  readonly payoutAfterMs?: number | undefined;
  readonly say?: (line: string) => void;
};

export type SandboxProvider = {
  readonly url: string;
  readonly port: number;
  readonly close: () => Promise<void>;
};

const maxBodyBytes = 65_536;

export async function openSandboxProvider(options: SandboxOptions): Promise<SandboxProvider> {
  const book = openBook(options.file);
  const notifier = createNotifier(options.notifyUrl, options.secret, options.say ?? (() => {}));
  const actions = createActions(book, notifier);
  const routine = openRoutine(book, actions, options);
  const troubles = { refuse: 0, fail: 0, forget: 0 };
  let url = "";

  const answer = async (request: IncomingMessage, body: string): Promise<Answer> => {
    const method = request.method ?? "GET";
    const path = (request.url ?? "/").split("?")[0] ?? "/";
    const [, area = "", kind = "", id = "", action = ""] = path.split("/");
    if (area === "v1") {
      const signature = `${request.headers["sandbox-signature"] ?? ""}`;
      if (!isSigned(options.secret, `${method} ${path}\n${body}`, signature, nowSeconds())) {
        return { status: 401, json: { code: "signature_invalid" } };
      }
      return answerMerchant({ book, actions, troubles, url }, method, path, body);
    }
    if (area === "pay") return answerPayer({ book, actions }, method, kind, id);
    if (area === "control" && method === "POST")
      return answerControl({ book, actions, notifier, troubles }, { kind, id, action }, body);
    return { status: 404, json: { code: "not_found" } };
  };

  const server = createServer((request, response) => {
    respond(request, response, answer).catch((error: unknown) => {
      options.say?.(`failed: ${error}`);
      response.writeHead(500).end();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, "127.0.0.1", resolve);
  });
  // A server that listens on TCP has an address of this form.
  const { port } = server.address() as AddressInfo;
  url = `http://127.0.0.1:${port}`;
  return {
    url,
    port,
    close: async () => {
      notifier.close();
      routine.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (request: IncomingMessage, body: string) => Promise<Answer>,
): Promise<void> {
  let body = "";
  for await (const chunk of request) {
    body += chunk;
    if (body.length > maxBodyBytes) {
      response.writeHead(413).end();
      return;
    }
  }
  const { status, json, html, location } = await answer(request, body);
  const headers = { "cache-control": "no-store", ...(location !== undefined && { location }) };
  if (html !== undefined) {
    const type = { "content-type": "text/html; charset=utf-8" };
    const policy = { "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'" };
    response.writeHead(status, { ...headers, ...type, ...policy }).end(html);
  } else {
    const type = { "content-type": "application/json" };
    response.writeHead(status, { ...headers, ...type }).end(JSON.stringify(json ?? {}));
  }
}
