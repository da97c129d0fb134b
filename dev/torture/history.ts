// What the clients know: every request that they sent and what they were told. Whatever the server says afterwards is
// judged by this, and never the other way round.

/** A request for money, or for a rule that stops it. Wallets and transactions go by their refs. */
export type Request =
  | {
      readonly kind: "move";
      readonly from: string | null;
      readonly to: string | null;
      readonly amount: bigint;
      readonly isHold: boolean;
      /** Set when the promise runs out by itself. */
      readonly expiresAtMs: number | null;
    }
  | {
      readonly kind: "capture" | "void" | "reverse";
      readonly original: string;
      /** Null takes all that is left. */
      readonly amount: bigint | null;
      readonly isFinal: boolean;
    }
  | { readonly kind: "freeze" | "unfreeze" | "close"; readonly wallet: string };

export type BalanceTold = {
  readonly wallet: string;
  readonly balance: bigint;
  readonly available: bigint;
  readonly version: bigint;
};

export type Reply =
  | {
      readonly kind: "ok";
      /** Null when no money moved, but a rule was set. */
      readonly transactionRef: string | null;
      readonly amount: bigint;
      readonly balances: readonly BalanceTold[];
      /** The body as it came, but for the name of the request. */
      readonly text: string;
    }
  | { readonly kind: "refused"; readonly code: string; readonly text: string }
  /** It is kept and will be done, under this ref or under the one that the key had before. */
  | { readonly kind: "accepted"; readonly transactionRef: string }
  /** No answer, or one that says nothing about what became of the request. */
  | { readonly kind: "unknown"; readonly why: string };

export type Attempt = {
  readonly key: string;
  /** Shared by those that must happen together or not at all. */
  readonly chain: string | null;
  readonly request: Request;
  readonly invokedAtMs: number;
  readonly returnedAtMs: number;
  readonly reply: Reply;
};

/** What a client read of a command that had been accepted: what became of it, and the ref that this stands under. */
export type Outcome = {
  readonly key: string;
  readonly transactionRef: string;
  /** Why it was refused; null when it was done. */
  readonly refusal: string | null;
  readonly amount: bigint;
  readonly returnedAtMs: number;
};

/** All wallets of a set as one moment showed them. */
export type SetRead = { readonly set: string; readonly balances: ReadonlyMap<string, bigint> };

/** A wallet as a client read it. */
export type Look = BalanceTold & { readonly invokedAtMs: number; readonly returnedAtMs: number };

/** Wallets among which money goes round and that it neither enters nor leaves. */
export type ClosedSet = { readonly wallets: readonly string[]; readonly total: bigint };

export type History = {
  readonly attempts: readonly Attempt[];
  readonly outcomes: readonly Outcome[];
  readonly reads: readonly SetRead[];
  readonly looks: readonly Look[];
  readonly sets: ReadonlyMap<string, ClosedSet>;
};

export type HistoryLog = History & {
  readonly add: (attempt: Attempt) => void;
  readonly addOutcome: (outcome: Outcome) => void;
  readonly addRead: (read: SetRead) => void;
  readonly addLook: (look: Look) => void;
  readonly addSet: (name: string, set: ClosedSet) => void;
};

export function createHistory(): HistoryLog {
  const attempts: Attempt[] = [];
  const outcomes: Outcome[] = [];
  const reads: SetRead[] = [];
  const looks: Look[] = [];
  const sets = new Map<string, ClosedSet>();
  return {
    attempts,
    outcomes,
    reads,
    looks,
    sets,
    add: (attempt) => void attempts.push(attempt),
    addOutcome: (outcome) => void outcomes.push(outcome),
    addRead: (read) => void reads.push(read),
    addLook: (look) => void looks.push(look),
    addSet: (name, set) => void sets.set(name, set),
  };
}

/** All that is known of one key: what it asked for and when the answer can have been made. */
export type Operation = {
  readonly key: string;
  readonly chain: string | null;
  /** What it may have been: one request, unless several were sent under the key and none is known to be the one. */
  readonly requests: readonly Request[];
  readonly invokedAtMs: number;
  /** When it was first known what had become of it. */
  readonly returnedAtMs: number;
  readonly reply: Reply;
};

export const keyReusedCode = "idempotency_key_reused";

/** The attempts of each key, in the order in which they returned. */
export function attemptsByKey({ attempts }: History): ReadonlyMap<string, readonly Attempt[]> {
  const ordered = attempts.toSorted((a, b) => a.returnedAtMs - b.returnedAtMs);
  return Map.groupBy(ordered, ({ key }) => key);
}

/** An answer about the thing itself; that a key was used before says nothing about it. */
export function isAnswer({ kind, ...reply }: Reply): boolean {
  return kind === "ok" || (kind === "refused" && "code" in reply && reply.code !== keyReusedCode);
}

export function operationsOf(history: History): Operation[] {
  const outcomes = Map.groupBy(history.outcomes, ({ key }) => key);
  return [...attemptsByKey(history)].flatMap(([key, attempts]) => {
    const answered = attempts.find(({ reply }) => isAnswer(reply));
    const last = attempts.at(-1);
    if (!last) return [];
    const [outcome] = outcomes.get(key) ?? [];
    const { chain, reply, returnedAtMs } = answered ?? (outcome ? toldBy(last, outcome) : last);
    const requests = (answered ? [answered] : attempts).map(({ request }) => request);
    const invokedAtMs = Math.min(...attempts.map((attempt) => attempt.invokedAtMs));
    return [{ key, chain, requests, invokedAtMs, returnedAtMs, reply }];
  });
}

/** An outcome that was read is as good as an answer, but tells no balances. */
function toldBy(attempt: Attempt, { transactionRef, refusal, amount, returnedAtMs }: Outcome) {
  const reply: Reply =
    refusal === null
      ? { kind: "ok", transactionRef, amount, balances: [], text: "" }
      : { kind: "refused", code: refusal, text: "" };
  return { ...attempt, returnedAtMs, reply };
}

/** What was asked for, whoever asked and whenever. */
export function bodyOf({ request }: Attempt): string {
  return JSON.stringify(request, (_name, value: unknown) =>
    typeof value === "bigint" ? `${value}` : value,
  );
}
