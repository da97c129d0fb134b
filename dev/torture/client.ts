// A client that never lets go: what it does not know, it asks again under the same key until it does.
import { setTimeout as sleep } from "node:timers/promises";
import type { HistoryLog, Reply, Request } from "./history.ts";
import type { Random } from "./random.ts";
import { balanceOf, bulkRepliesOf, currency, replyOf, spell, spellItem } from "./wire.ts";

export type ClientOptions = {
  /** Where a server answers just now; another one may answer the repetition. */
  readonly url: () => string;
  readonly operatorKey: string;
  readonly history: HistoryLog;
  readonly random: Random;
  /** Ends the waiting for answers that do not come. */
  readonly giveUp: AbortSignal;
};

export type ChainItem = { readonly key: string; readonly request: Request };

export type TortureClient = {
  /** Sends until the outcome is known. */
  readonly send: (key: string, request: Request) => Promise<Reply>;
  /** Sends once, whatever comes of it. */
  readonly sendOnce: (key: string, request: Request) => Promise<Reply>;
  /** Sends chains as one bulk request until the outcome of every item is known. */
  readonly sendChains: (chains: ReadonlyMap<string, readonly ChainItem[]>) => Promise<void>;
  /** Reads a wallet's balance and notes what was seen. */
  readonly look: (wallet: string) => Promise<void>;
  /** What the product itself finds wrong with its books. */
  readonly audit: () => Promise<string[]>;
  readonly openWallet: (ownerRef: string) => Promise<string>;
  /** A key that nobody has used. */
  readonly newKey: () => string;
};

const patienceMs = { least: 1_000, most: 8_000 };
const pauseMs = { least: 20, most: 400 };

export function createTortureClient(options: ClientOptions, name: string): TortureClient {
  const { history } = options;
  const call = createCall(options);
  let keys = 0;

  const sendOnce = async (key: string, request: Request): Promise<Reply> => {
    const { path, body } = spell(request);
    const invokedAtMs = nowMs();
    const reply = await call("POST", path, body, key).then(
      ({ status, fields, text }) => replyOf(status, fields, text),
      unknownOf,
    );
    history.add({ key, chain: null, request, invokedAtMs, returnedAtMs: nowMs(), reply });
    return reply;
  };
  const untilKnown = createPatience(options);

  return {
    newKey: () => `${name}-${++keys}`,
    sendOnce,
    send: async (key, request) => {
      const known = await untilKnown(async () => {
        const reply = await sendOnce(key, request);
        return reply.kind === "unknown" ? undefined : reply;
      });
      return known ?? { kind: "unknown", why: "the run ended" };
    },
    sendChains: async (chains) => {
      const items = [...chains].flatMap(([chain, members]) =>
        members.map((member) => ({ ...member, chain })),
      );
      await untilKnown(async () => ((await sendBulk(call, history, items)) ? true : undefined));
    },
    look: async (wallet) => {
      const invokedAtMs = nowMs();
      const seen = await call("GET", `/v1/wallets/${wallet}/balance`).catch(() => undefined);
      if (seen?.status !== 200) return;
      history.addLook({ ...balanceOf(seen.fields), invokedAtMs, returnedAtMs: nowMs() });
    },
    audit: async () => {
      const found = await untilKnown(async () => {
        const answer = await call("GET", "/v1/ledger/integrity").catch(() => undefined);
        return answer?.status === 200 ? answer : undefined;
      });
      return found?.fields.ok === true
        ? []
        : [`The product's own audit says: ${found?.text ?? "nothing"}`];
    },
    openWallet: async (ownerRef) => {
      const key = `open-${ownerRef}`;
      const opened = await untilKnown(async () => {
        const body = { owner_ref: ownerRef, type: "CASH", currency };
        const answer = await call("POST", "/v1/wallets", body, key).catch(() => undefined);
        return answer?.status === 201 ? String(answer.fields.wallet_ref) : undefined;
      });
      if (opened === undefined) throw new Error("The run ended before a wallet was open.");
      return opened;
    },
  };
}

type UntilKnown = <Known>(attempt: () => Promise<Known | undefined>) => Promise<Known | undefined>;

function createPatience({ random, giveUp }: ClientOptions): UntilKnown {
  return async (attempt) => {
    for (;;) {
      const known = await attempt();
      if (known !== undefined || giveUp.aborted) return known;
      await sleep(random.between(pauseMs.least, pauseMs.most));
    }
  };
}

/** Whether every item's outcome is known. */
async function sendBulk(
  call: Call,
  history: HistoryLog,
  items: readonly (ChainItem & { readonly chain: string })[],
): Promise<boolean> {
  const body = { items: items.map(({ request, key, chain }) => spellItem(request, key, chain)) };
  const invokedAtMs = nowMs();
  const answer = await call("POST", "/v1/transactions/bulk", body).catch(() => undefined);
  const replies = answer?.status === 200 ? bulkRepliesOf(answer.fields) : [];
  const returnedAtMs = nowMs();
  for (const [index, { key, chain, request }] of items.entries()) {
    const reply = replies[index] ?? { kind: "unknown", why: "no result" };
    history.add({ key, chain, request, invokedAtMs, returnedAtMs, reply });
  }
  return replies.length === items.length && replies.every(({ kind }) => kind !== "unknown");
}

type Answer = {
  readonly status: number;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly text: string;
};
type Call = (method: string, path: string, body?: unknown, key?: string) => Promise<Answer>;

function createCall({ url, operatorKey, random }: ClientOptions): Call {
  return async (method, path, body, key) => {
    const response = await fetch(`${url()}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${operatorKey}`,
        ...(body !== undefined && { "content-type": "application/json" }),
        ...(key !== undefined && { "idempotency-key": key }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(random.between(patienceMs.least, patienceMs.most)),
    });
    const text = await response.text();
    return { status: response.status, fields: JSON.parse(text), text };
  };
}

function unknownOf(error: unknown): Reply {
  // Whoever was cut off, timed out or got half an answer knows nothing.
  if (error instanceof Error && error.message.startsWith("A workload was answered")) throw error;
  return { kind: "unknown", why: error instanceof Error ? error.message : String(error) };
}

/** Finer than a millisecond, because what returned before another began is what the checker orders by. */
export function nowMs(): number {
  return performance.timeOrigin + performance.now();
}
