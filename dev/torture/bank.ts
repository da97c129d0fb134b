// The wallets that a run plays with, few enough that its clients get in each other's way.
import type { TortureClient } from "./client.ts";
import type { HistoryLog, Request } from "./history.ts";
import type { Random } from "./random.ts";

/** What a workload is given: a client, wallets, chance, and a way to note what a closed set must hold. */
export type Scene = {
  readonly client: TortureClient;
  readonly random: Random;
  /** Money only goes round among these. */
  readonly closed: readonly string[];
  /** Money comes, goes and is promised here. */
  readonly open: readonly string[];
  readonly newOwner: () => string;
};

export type Workload = (scene: Scene) => Promise<void>;

export const closedSetName = "bank";

const walletsEach = 8;
const fundedWith = 1_000_000n;

export async function openBank(
  client: TortureClient,
  history: HistoryLog,
  newOwner: () => string,
): Promise<{ readonly closed: readonly string[]; readonly open: readonly string[] }> {
  const fundedWallets = async () => {
    const opening = Array.from({ length: walletsEach }, () => client.openWallet(newOwner()));
    const wallets = await Promise.all(opening);
    await Promise.all(wallets.map((to) => client.send(client.newKey(), pay(null, to, fundedWith))));
    return wallets;
  };
  const closed = await fundedWallets();
  history.addSet(closedSetName, { wallets: closed, total: fundedWith * BigInt(walletsEach) });
  return { closed, open: await fundedWallets() };
}

export function pay(from: string | null, to: string | null, amount: bigint): Request {
  return { kind: "move", from, to, amount, isHold: false, expiresAtMs: null };
}

export function promise(
  from: string,
  to: string,
  amount: bigint,
  expiresAtMs: number | null,
): Request {
  return { kind: "move", from, to, amount, isHold: true, expiresAtMs };
}

export function capture(original: string, amount: bigint | null, isFinal: boolean): Request {
  return { kind: "capture", original, amount, isFinal };
}

export function giveBack(
  kind: "void" | "reverse",
  original: string,
  amount: bigint | null = null,
): Request {
  return { kind, original, amount, isFinal: false };
}

/** Two different wallets of a pool. */
export function pairOf(
  random: Random,
  wallets: readonly string[],
): { readonly from: string; readonly to: string } {
  const from = random.oneOf(wallets);
  return { from, to: random.oneOf(wallets.filter((wallet) => wallet !== from)) };
}
