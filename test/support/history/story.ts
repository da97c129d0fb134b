// Tells a run by hand, the clients' side and the ledger's side together, so that a test can falsify one of them.
import type {
  Attempt,
  BalanceTold,
  ClosedSet,
  Look,
  Outcome,
  Reply,
  Request,
  SetRead,
} from "../../../dev/torture/history.ts";
import type {
  RecordedEntry,
  RecordedTransaction,
  RecordedWallet,
} from "../../../dev/torture/truth.ts";

export type Story = {
  readonly history: {
    attempts: Attempt[];
    readonly outcomes: Outcome[];
    readonly reads: SetRead[];
    readonly looks: Look[];
    readonly sets: Map<string, ClosedSet>;
  };
  readonly truth: {
    readonly wallets: Map<string, RecordedWallet>;
    readonly transactions: Map<string, RecordedTransaction>;
    entries: RecordedEntry[];
  };
  /** Sends a request that the ledger applies, and answers it unless the answer is lost. */
  readonly apply: (key: string, request: Request, told?: Partial<Attempt>) => void;
  readonly refuse: (key: string, request: Request, code: string, told?: Partial<Attempt>) => void;
  /** Sends a request that is accepted for later and that the ledger applies, or never does. */
  readonly accept: (key: string, request: Request, isDone?: boolean) => void;
  /** Reads what became of what was accepted. */
  readonly follow: (key: string, refusal?: string, told?: Partial<Outcome>) => void;
  /** The same request once more, answered as the first time or in another way. */
  readonly repeat: (key: string, told?: Partial<Attempt>) => void;
  readonly read: () => void;
};

export const lost: Pick<Attempt, "reply"> = { reply: { kind: "unknown", why: "cut" } };

export function pay(from: string | null, to: string | null, amount: bigint): Request {
  return { kind: "move", from, to, amount, isHold: false, expiresAtMs: null };
}

export function hold(from: string, to: string, amount: bigint, expiresAtMs?: number): Request {
  return { kind: "move", from, to, amount, isHold: true, expiresAtMs: expiresAtMs ?? null };
}

export function act(
  kind: "capture" | "void" | "reverse",
  key: string,
  amount: bigint | null = null,
  isFinal = kind === "capture",
): Request {
  return { kind, original: `ref ${key}`, amount, isFinal };
}

const stepMs = 10;

/** Two wallets, a with 100 that came from the world and b with nothing. */
export function openStory(): Story {
  const story: Story["history"] = {
    attempts: [],
    outcomes: [],
    reads: [],
    looks: [],
    sets: new Map(),
  };
  const truth: Story["truth"] = { wallets: new Map(), transactions: new Map(), entries: [] };
  for (const wallet of ["a", "b"])
    truth.wallets.set(wallet, { balance: 0n, available: 0n, version: 0n });
  story.sets.set("bank", { wallets: ["a", "b"], total: 100n });
  let now = 0;

  const send = (key: string, request: Request, reply: Reply, told: Partial<Attempt> = {}) => {
    const invokedAtMs = now;
    now += stepMs;
    const times = { invokedAtMs, returnedAtMs: now - 1 };
    story.attempts.push({ key, chain: null, request, reply, ...times, ...told });
  };
  const apply: Story["apply"] = (key, request, told) => {
    const transaction = recordOf(truth, key, request);
    if (transaction) truth.transactions.set(transaction.ref, transaction);
    const balances = transaction ? postEntries(truth, transaction, request) : [];
    const amount = transaction?.amount ?? 0n;
    const transactionRef = transaction?.ref ?? null;
    send(key, request, { kind: "ok", transactionRef, amount, balances, text: `done ${key}` }, told);
  };
  apply("fund", pay(null, "a", 100n));
  return {
    history: story,
    truth,
    apply,
    refuse: (key, request, code, told) => {
      const transaction = recordOf(truth, key, request);
      if (transaction) truth.transactions.set(transaction.ref, { ...transaction, isRefused: true });
      send(key, request, { kind: "refused", code, text: `refused ${key}` }, told);
    },
    accept: (key, request, isDone = true) => {
      const reply: Reply = { kind: "accepted", transactionRef: `ref ${key}` };
      if (isDone) apply(key, request, { reply });
      else send(key, request, reply);
    },
    follow: (key, refusal, told) => {
      now += stepMs;
      const outcome = { key, transactionRef: `ref ${key}`, refusal: refusal ?? null, amount: 0n };
      story.outcomes.push({ ...outcome, returnedAtMs: now - 1, ...told });
    },
    repeat: (key, told) => {
      const first = story.attempts.find((attempt) => attempt.key === key);
      if (first) send(key, first.request, first.reply, told);
    },
    read: () => {
      const balances = [...truth.wallets].map(
        ([wallet, { balance }]) => [wallet, balance] as const,
      );
      story.reads.push({ set: "bank", balances: new Map(balances) });
    },
  };
}

function recordOf(
  truth: Story["truth"],
  key: string,
  request: Request,
): RecordedTransaction | undefined {
  if ("wallet" in request) return undefined;
  const own = { ref: `ref ${key}`, key, isRefused: false };
  if (request.kind === "move") {
    const { from, to, amount, isHold } = request;
    return { ...own, type: "TRANSFER", isHold, amount, originalRef: null, from, to };
  }
  const type = { capture: "CAPTURE", void: "VOID", reverse: "REVERSAL" }[request.kind];
  const original = truth.transactions.get(request.original);
  const amount = request.amount ?? original?.amount ?? 0n;
  const sides = { from: original?.from ?? null, to: original?.to ?? null };
  return { ...own, type, isHold: false, amount, originalRef: request.original, ...sides };
}

function postEntries(
  truth: Story["truth"],
  { ref, amount, type, isHold, from, to }: RecordedTransaction,
  request: Request,
): BalanceTold[] {
  if (isHold || request.kind === "void") return [];
  const sign = type === "REVERSAL" ? -1n : 1n;
  const legs = [
    { wallet: from, change: -amount * sign },
    { wallet: to, change: amount * sign },
  ];
  return legs.flatMap(({ wallet, change }) => {
    const before = truth.wallets.get(wallet ?? "");
    if (wallet === null || !before) return [];
    const balance = before.balance + change;
    const after = { balance, available: balance, version: before.version + 1n };
    truth.wallets.set(wallet, after);
    const { version } = after;
    truth.entries.push({ wallet, version, change, balanceAfter: balance, transactionRef: ref });
    return [{ wallet, ...after }];
  });
}
