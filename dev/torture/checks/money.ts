// Whether the money is where the clients' own log says that it must be.
import {
  type Attempt,
  attemptsByKey,
  type History,
  isAnswer,
  operationsOf,
  type Request,
} from "../history.ts";
import type { RecordedEntry, RecordedTransaction, Truth } from "../truth.ts";

type Leg = { readonly wallet: string; readonly change: bigint };

/** Nothing that was acknowledged is missing, nothing that was refused has happened, and nothing happened unasked. */
export function recordFaults(history: History, truth: Truth): string[] {
  const byKey = attemptsByKey(history);
  const recorded = Map.groupBy(truth.transactions.values(), ({ key }) => key ?? "");
  const faults = [...byKey].flatMap(([key, attempts]) =>
    attempts.some(movesMoney) ? keyFaults(key, attempts, recorded.get(key) ?? []) : [],
  );
  const invented = [...truth.transactions.values()]
    .filter(({ key, isRefused }) => !isRefused && (key === null || !byKey.has(key)))
    .map(({ ref, key }) => `Nobody asked for the transaction ${ref} (key ${key ?? "none"}).`);
  return [...faults, ...invented];
}

function movesMoney({ request }: Attempt): boolean {
  return !("wallet" in request);
}

function keyFaults(
  key: string,
  attempts: readonly Attempt[],
  recorded: readonly RecordedTransaction[],
): string[] {
  const applied = recorded.filter(({ isRefused }) => !isRefused);
  const doubled = applied.length > 1 ? [`${key} was applied ${applied.length} times.`] : [];
  const told = attempts.flatMap(({ reply }) => {
    if (reply.kind === "ok") {
      const isThere = applied.some(({ ref }) => ref === reply.transactionRef);
      return isThere ? [] : [`${key} was acknowledged as ${reply.transactionRef} and is lost.`];
    }
    return isAnswer(reply) && applied.length > 0 ? [`${key} was refused and yet applied.`] : [];
  });
  return [...doubled, ...new Set(told)];
}

/** Each transaction left exactly the entries that its request asks for, and none besides. */
export function entryFaults(history: History, truth: Truth): string[] {
  const operations = new Map(operationsOf(history).map((operation) => [operation.key, operation]));
  const entries = Map.groupBy(truth.entries, ({ transactionRef }) => transactionRef);
  const orphans = [...entries.keys()]
    .filter((ref) => !truth.transactions.has(ref))
    .map((ref) => `Entries of ${ref} belong to no transaction.`);
  const wrong = [...truth.transactions.values()].flatMap((transaction) => {
    const operation = operations.get(transaction.key ?? "");
    if (!operation) return [];
    const found = told(entries.get(transaction.ref) ?? []);
    const wanted = operation.requests.map((request) =>
      told(transaction.isRefused ? [] : legsOf(request, transaction, truth)),
    );
    return wanted.includes(found)
      ? []
      : [`The entries of ${operation.key} are ${found}, and it asked for ${wanted.join(" or ")}.`];
  });
  return [...orphans, ...wrong];
}

/** What a request has to do to wallets. Where it left the amount open, the record says how much there was. */
function legsOf(request: Request, transaction: RecordedTransaction, truth: Truth): Leg[] {
  if (request.kind === "move") {
    return request.isHold ? [] : legsBetween(request.from, request.to, request.amount);
  }
  if (request.kind !== "capture" && request.kind !== "reverse") return [];
  const amount = request.amount ?? transaction.amount;
  const original = truth.transactions.get(request.original);
  const from = original?.from ?? null;
  const to = original?.to ?? null;
  if (request.kind === "capture") return legsBetween(from, to, amount);
  const hold = original?.originalRef ? truth.transactions.get(original.originalRef) : undefined;
  return legsBetween(to ?? hold?.to ?? null, from ?? hold?.from ?? null, amount);
}

function legsBetween(from: string | null, to: string | null, amount: bigint): Leg[] {
  return [
    ...(from === null ? [] : [{ wallet: from, change: -amount }]),
    ...(to === null ? [] : [{ wallet: to, change: amount }]),
  ];
}

function told(legs: readonly Leg[]): string {
  const words = legs.map(({ wallet, change }) => `${wallet} ${change > 0n ? "+" : ""}${change}`);
  return words.toSorted().join(", ") || "none";
}

/** Every wallet's entries count up from one, add up, and end at its balance. */
export function balanceFaults({ entries, wallets }: Truth): string[] {
  const byWallet = Map.groupBy(entries, ({ wallet }) => wallet);
  return [...wallets].flatMap(([wallet, recorded]) => {
    const chain = byWallet.get(wallet) ?? [];
    const last = chain.at(-1);
    const isEnd =
      recorded.balance === (last?.balanceAfter ?? 0n) && recorded.version === BigInt(chain.length);
    return [
      ...chain.flatMap((entry, index) => linkFaults(entry, chain[index - 1], BigInt(index + 1))),
      ...(isEnd ? [] : [`The balance of ${wallet} is not what its entries add up to.`]),
      ...(recorded.available < 0n ? [`${wallet} has promised more than it holds.`] : []),
    ];
  });
}

function linkFaults(
  { wallet, version, change, balanceAfter }: RecordedEntry,
  before: RecordedEntry | undefined,
  expectedVersion: bigint,
): string[] {
  return [
    ...(version === expectedVersion
      ? []
      : [`The entries of ${wallet} skip from ${expectedVersion - 1n} to ${version}.`]),
    ...(balanceAfter === (before?.balanceAfter ?? 0n) + change
      ? []
      : [`Entry ${version} of ${wallet} does not add up.`]),
    ...(balanceAfter < 0n ? [`${wallet} was negative at version ${version}.`] : []),
  ];
}

/** What a client was told about a wallet is what the wallet's history says of that version. */
export function tellingFaults({ attempts, looks }: History, { entries }: Truth): string[] {
  const recorded = new Map(
    entries.map(({ wallet, version, balanceAfter }) => [`${wallet} ${version}`, balanceAfter]),
  );
  const told = attempts.flatMap(({ key, reply }) =>
    reply.kind === "ok" ? reply.balances.map((each) => ({ who: key, ...each })) : [],
  );
  const seen = looks.map((look) => ({ who: "A reader", ...look }));
  return [...told, ...seen].flatMap(({ who, wallet, version, balance, available }) => {
    const held = version === 0n ? 0n : recorded.get(`${wallet} ${version}`);
    const lie = `${who} was told ${balance} for ${wallet} at version ${version}, which holds ${held}.`;
    return [
      ...(held === balance ? [] : [lie]),
      ...(available < 0n || balance < 0n ? [`${who} was told that ${wallet} is negative.`] : []),
    ];
  });
}

/** Money that only goes round is all there in every reading, and nobody owes. */
export function readFaults({ reads, sets }: History): string[] {
  return reads.flatMap(({ set, balances }, index) => {
    const expected = sets.get(set);
    if (!expected) return [`Reading ${index} is of ${set}, which is no set.`];
    const seen = expected.wallets.map((wallet) => balances.get(wallet) ?? 0n);
    const total = seen.reduce((sum, balance) => sum + balance, 0n);
    return [
      ...(total === expected.total
        ? []
        : [`Reading ${index} of ${set} shows ${total}, where there are ${expected.total}.`]),
      ...(seen.some((balance) => balance < 0n) ? [`Reading ${index} of ${set} is negative.`] : []),
    ];
  });
}
