import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { build } from "vite";
import { apiFixture } from "./api-fixture.ts";
import { problemsFixture } from "./problems-fixture.ts";

export type ReceivedRequest = {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
};

export type SiteAnswer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
};

export type PageSite = {
  readonly origin: string;
  readonly assetsFolder: string;
  /** What arrived under `/v1`, in order. */
  readonly received: ReceivedRequest[];
  /** What a path answers from now on, in the place of its fixture. */
  answer(path: string, answer: SiteAnswer): void;
  /** Back to the fixtures, with nothing received. */
  reset(): void;
  close(): Promise<void>;
};

// What the Worker sends with a page, so that whatever it forbids fails here first.
const contentPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
].join("; ");
const overlayPolicy = `${contentPolicy}; frame-src https://www.youtube.com`;

const mediaTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

const documents: Readonly<Record<string, SiteAnswer>> = {
  "/openapi.json": { status: 200, body: apiFixture },
  "/problems.json": { status: 200, body: problemsFixture },
  "/ready": { status: 200, body: { status: "ready", database: "ok" } },
};

/** Builds the pages and serves them as the Worker would, over fixtures instead of an API. */
export async function openPageSite(): Promise<PageSite> {
  const assetsFolder = await mkdtemp(join(tmpdir(), "saku-pages-"));
  await build({
    configFile: join(import.meta.dirname, "../../web/vite.config.ts"),
    logLevel: "error",
    build: { outDir: assetsFolder, emptyOutDir: true },
  });

  const received: ReceivedRequest[] = [];
  const answers = new Map<string, SiteAnswer>();
  const server = createServer((request, response) => {
    void respond(request, response);
  });

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? "/", "http://site");
    if (pathname.startsWith("/v1/")) received.push(await receive(request));
    const answer = answers.get(pathname) ?? documents[pathname] ?? missing;
    const isFile = answer === missing && !pathname.startsWith("/v1/");
    if (isFile) await sendFile(response, assetsFolder, pathname);
    else sendJson(response, answer);
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    assetsFolder,
    received,
    answer: (path, answer) => void answers.set(path, answer),
    reset: () => {
      answers.clear();
      received.length = 0;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(assetsFolder, { recursive: true, force: true });
    },
  };
}

const missing: SiteAnswer = { status: 404, body: { code: "not_found" } };

async function receive(request: IncomingMessage): Promise<ReceivedRequest> {
  let body = "";
  for await (const chunk of request) body += chunk;
  return { method: request.method ?? "", url: request.url ?? "", headers: request.headers, body };
}

function sendJson(response: ServerResponse, { status, headers, body }: SiteAnswer): void {
  const mediaType = status < 400 ? "application/json" : "application/problem+json";
  response.writeHead(status, {
    "content-type": mediaType,
    "request-id": "01K6Z3REQUEST",
    ...headers,
  });
  response.end(body === undefined ? "" : JSON.stringify(body));
}

async function sendFile(response: ServerResponse, folder: string, path: string): Promise<void> {
  try {
    const file = fileOf(path);
    const content = await readFile(join(folder, file));
    response.writeHead(200, {
      "content-type": mediaTypes[extname(file)] ?? "application/octet-stream",
      "content-security-policy": path.startsWith("/overlay/") ? overlayPolicy : contentPolicy,
      "x-content-type-options": "nosniff",
      "referrer-policy": path.startsWith("/overlay/")
        ? "strict-origin-when-cross-origin"
        : "no-referrer",
    });
    response.end(content);
  } catch {
    sendJson(response, missing);
  }
}

// The Worker's own rules: `/docs` is docs.html, and every code, overlay and streamer has the one page of its kind.
function fileOf(path: string): string {
  if (path === "/") return "index.html";
  const shared = ["problems", "overlay", "donate"].find((page) => path.startsWith(`/${page}/`));
  if (shared) return `${shared}.html`;
  return extname(path) === "" ? `${path}.html` : path;
}
