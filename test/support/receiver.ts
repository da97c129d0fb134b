import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

/** What somebody's receiver was sent. */
export type Received = {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

export type Answer = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** How long it takes; for ever, and nothing is answered at all. */
  readonly afterMs?: number;
};

export type Receiver = {
  readonly url: string;
  readonly received: Received[];
  /** Answers like this from now on. */
  readonly answer: (answer: Answer | ((received: Received) => Answer)) => void;
  readonly close: () => Promise<void>;
};

/** A receiver of webhooks on this machine, that answers as it is told to. */
export async function openReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  let answerOf: (message: Received) => Answer = () => ({});
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString("utf8");
      const message = { path: request.url ?? "", headers: request.headers, body };
      received.push(message);
      const { status = 200, headers = {}, body: text = "", afterMs = 0 } = answerOf(message);
      if (afterMs === Number.POSITIVE_INFINITY) return;
      setTimeout(() => response.writeHead(status, headers).end(text), afterMs);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    answer: (answer) => {
      answerOf = typeof answer === "function" ? answer : () => answer;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
