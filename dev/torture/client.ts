// A client that never lets go: what it does not know, it asks again under the same key until it does.
import { setTimeout as sleep } from "node:timers/promises";
import type { HistoryLog, Reply, Request } from "./history.ts";
import type { Random } from "./random.ts";
import {
  balanceOf,
  bulkRepliesOf,
  currency,
  outcomeOf,
  replyOf,
  spell,
  spellItem,
} from "./wire.ts";

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
  /** Asks for it to be done later, until it is accepted or answered. */
  readonly sendLater: (key: string, request: Request) => Promise<Reply>;
  /** Reads what was accepted until it is known what became of it, or for as long as one would wait. */
  readonly follow: (key: string, transactionRef: string) => Promise<void>;
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
// A whole recount takes as long as it takes.
const auditPatienceMs = 900_000;
const followMs = 20_000;
const pauseMs = { least: 20, most: 400 };

export function createTortureClient(options: ClientOptions, name: string): TortureClient {
  const { history } = options;
  const call = createCall(options);
  let keys = 0;

  const sendAs = async (key: string, request: Request, headers: Headers): Promise<Reply> => {
    const { path, body } = spell(request);
    const invokedAtMs = nowMs();
    const reply = await call("POST", path, body, { ...headers, "idempotency-key": key }).then(
      ({ status, fields, text }) => replyOf(status, fields, text),
      unknownOf,
    );
    history.add({ key, chain: null, request, invokedAtMs, returnedAtMs: nowMs(), reply });
    return reply;
  };
  const sendOnce = (key: string, request: Request) => sendAs(key, request, {});
  const untilKnown = createPatience(options);
  const sendUntilKnown = async (key: string, request: Request, headers: Headers) => {
    const known = await untilKnown(async () => {
      const reply = await sendAs(key, request, headers);
      return reply.kind === "unknown" ? undefined : reply;
    });
    return known ?? { kind: "unknown" as const, why: "the run ended" };
  };

  return {
    newKey: () => `${name}-${++keys}`,
    sendOnce,
    send: (key, request) => sendUntilKnown(key, request, {}),
    sendLater: (key, request) => sendUntilKnown(key, request, { prefer: "respond-async" }),
    follow: async (key, transactionRef) => {
      const until = nowMs() + followMs;
      await untilKnown(async () => {
        const outcome = await readOutcome(call, transactionRef);
        if (outcome) history.addOutcome({ key, ...outcome, returnedAtMs: nowMs() });
        return outcome || nowMs() > until ? true : undefined;
      });
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
    audit: () => audit(call, untilKnown),
    openWallet: (ownerRef) => openWallet(call, untilKnown, ownerRef),
  };
}

/** Another Worker than the one that keeps it knows nothing of it before it is done. */
async function readOutcome(call: Call, transactionRef: string) {
  const seen = await call("GET", `/v1/transactions/${transactionRef}`).catch(() => undefined);
  return seen?.status === 200 ? outcomeOf(seen.fields) : undefined;
}

async function openWallet(call: Call, untilKnown: UntilKnown, ownerRef: string): Promise<string> {
  const opened = await untilKnown(async () => {
    const body = { owner_ref: ownerRef, type: "CASH", currency };
    const key = { "idempotency-key": `open-${ownerRef}` };
    const answer = await call("POST", "/v1/wallets", body, key).catch(() => undefined);
    return answer?.status === 201 ? String(answer.fields.wallet_ref) : undefined;
  });
  if (opened === undefined) throw new Error("The run ended before a wallet was open.");
  return opened;
}

async function audit(call: Call, untilKnown: UntilKnown): Promise<string[]> {
  const found = await untilKnown(async () => {
    const path = "/v1/ledger/integrity";
    const answer = await call("GET", path, undefined, {}, auditPatienceMs).catch(() => undefined);
    return answer?.status === 200 ? answer : undefined;
  });
  return found?.fields.ok === true
    ? []
    : [`The product's own audit says: ${found?.text ?? "nothing"}`];
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
type Headers = Readonly<Record<string, string>>;
type Call = (
  method: string,
  path: string,
  body?: unknown,
  more?: Headers,
  patience?: number,
) => Promise<Answer>;

function createCall({ url, operatorKey, random }: ClientOptions): Call {
  const shortPatience = () => random.between(patienceMs.least, patienceMs.most);
  return async (method, path, body, more, patience = shortPatience()) => {
    const response = await fetch(`${url()}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${operatorKey}`,
        ...(body !== undefined && { "content-type": "application/json" }),
        ...more,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(patience),
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
