import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { Client } from "pg";
import { type Bank, operator, write } from "../bank.ts";
import { commandOf } from "../commands.ts";
import { newRef } from "../refs.ts";
import {
  bodyOf,
  type ControlStep,
  isMove,
  type MoneyCommand,
  type Outcome,
  type Step,
  type WalletName,
  type World,
} from "./command.ts";
import { type DatabaseWorld, minorUnitsOf, openDatabaseWorld } from "./database-world.ts";
import type { LedgerUnderTest } from "./ledger-under-test.ts";

/** Connections that a whole suite shares: one for each lane, and the owner's. */
export type Connections = {
  readonly owner: Client;
  readonly lanes: readonly Client[];
  readonly close: () => Promise<void>;
};

export async function openConnections(bank: Bank, laneCount: number): Promise<Connections> {
  const urls = [bank.ownerUrl, ...Array.from({ length: laneCount }, () => bank.appUrl)];
  const clients = urls.map((connectionString) => new Client({ connectionString }));
  await Promise.all(clients.map((client) => client.connect()));
  const [owner, ...lanes] = clients;
  if (!owner) throw new Error("A suite needs the owner's connection.");
  return { owner, lanes, close: async () => void (await Promise.all(clients.map((c) => c.end()))) };
}

export type DatabaseLedger = LedgerUnderTest & {
  /** Performs money on one lane, as one batch. */
  readonly apply: (commands: readonly LinkedCommand[], lane: number) => Promise<readonly Outcome[]>;
  readonly walletRefOf: (wallet: WalletName) => string;
  /** Whether a client has been told the ref of the transaction under a key. */
  readonly isTold: (key: string) => boolean;
};

export type LinkedCommand = { readonly command: MoneyCommand; readonly chain: string | null };

export type DatabaseLedgerOptions = {
  /** One call for each step, or one for all the steps that nothing else comes between. */
  readonly calls: "each" | "batched";
};

/** The function that the lanes call, in a world of its own inside a database that others use too. */
export async function openDatabaseLedger(
  bank: Bank,
  { owner, lanes }: Connections,
  world: World,
  { calls }: DatabaseLedgerOptions,
): Promise<DatabaseLedger> {
  const place = await openDatabaseWorld(bank, owner, world);
  const scope = newRef();
  const refs = new Map<string, string>();
  const transactionRefOf = (key: string) => refs.get(key) ?? newRef();
  const currencyOf = (wallet: WalletName) => world.wallets[wallet]?.currency ?? "IDR";

  const apply = async (commands: readonly LinkedCommand[], lane: number) => {
    const batch = commands.map(({ command, chain }, index) => {
      const transactionRef = newRef();
      const sent = wireOf(place, command, transactionRefOf);
      if (isMove(command) && command.expiresAtHour !== null) {
        place.remember(transactionRef, command.expiresAtHour);
      }
      return { ...commandOf(index + 1, sent), scope, transaction_ref: transactionRef, chain };
    });
    const send = () => sendBatch(lanes[lane % lanes.length], batch, lane);
    const replies = await send();
    // A lane whose reply was lost sends the very same batch again.
    if (calls === "batched") expectSame(replies, await send());
    // Of two who send one key at once only one is the transaction.
    for (const [index, { transaction_ref, code }] of replies.entries()) {
      const key = commands[index]?.command.key;
      if (key && transaction_ref && code !== keyReused) refs.set(key, transaction_ref);
    }
    return replies.map((reply) => outcomeOf(place, currencyOf, reply));
  };

  let lane = 0;
  return {
    apply,
    walletRefOf: place.refOf,
    isTold: (key) => refs.has(key),
    read: place.read,
    perform: async (steps) => {
      const outcomes: Outcome[] = [];
      for (const batch of batchesOf(steps, calls)) {
        if (batch.kind === "control") outcomes.push(...(await control(bank, place, batch.step)));
        else outcomes.push(...(await apply(batch.commands, lane++)));
      }
      return outcomes;
    },
  };
}

export type Batch =
  | { readonly kind: "money"; readonly commands: LinkedCommand[]; readonly steps: Step[] }
  | { readonly kind: "control"; readonly step: ControlStep };

/** What goes out in one call each. Steps that are no money go by themselves. */
export function batchesOf(steps: readonly Step[], calls: DatabaseLedgerOptions["calls"]): Batch[] {
  const batches: Batch[] = [];
  for (const [index, step] of steps.entries()) {
    if (step.kind !== "money") {
      batches.push({ kind: "control", step });
      continue;
    }
    const chain = step.commands.length > 1 ? `c${index}` : null;
    const linked = step.commands.map((command) => ({ command, chain }));
    const open = batches.at(-1);
    const joins = calls === "batched" && open?.kind === "money" && !actsWithin(open.commands, step);
    if (joins) {
      open.commands.push(...linked);
      open.steps.push(step);
    } else batches.push({ kind: "money", commands: linked, steps: [step] });
  }
  return batches;
}

/** Nobody knows the ref of a transaction before it is answered, so nobody acts on one in its own batch. */
function actsWithin(batch: readonly LinkedCommand[], step: Step): boolean {
  const keys = new Set(batch.map(({ command }) => command.key));
  return (
    step.kind === "money" &&
    step.commands.some((command) => !isMove(command) && keys.has(command.original))
  );
}

function wireOf(
  place: DatabaseWorld,
  command: MoneyCommand,
  transactionRefOf: (key: string) => string,
): Record<string, unknown> {
  const named = {
    key: command.key,
    operation: command.kind,
    request_hash: createHash("sha256").update(bodyOf(command)).digest("hex"),
    ...(command.amount !== null && { amount: `${command.amount}` }),
  };
  if (!isMove(command)) {
    const type = { capture: "CAPTURE", void: "VOID", reverse: "REVERSAL" }[command.kind];
    const original_ref = transactionRefOf(command.original);
    return { ...named, type, original_ref, is_final: command.isFinal };
  }
  const type = { topup: "TOPUP", withdraw: "WITHDRAWAL", transfer: "TRANSFER", hold: "TRANSFER" };
  const { from, to, expiresAtHour, reference, guards } = command;
  return {
    ...named,
    type: type[command.kind],
    currency: command.currency,
    is_hold: command.kind === "hold",
    ...(from !== null && { source_wallet_ref: place.refOf(from) }),
    ...(to !== null && { destination_wallet_ref: place.refOf(to) }),
    ...(expiresAtHour !== null && { expires_at: place.momentOf(expiresAtHour) }),
    ...(reference !== null && { reference }),
    ...(guards.length > 0 && {
      guards: guards.map(({ wallet, name, value }) => ({
        wallet_ref: place.refOf(wallet),
        name,
        value: `${value}`,
      })),
    }),
  };
}

const keyReused = "idempotency_key_reused";
const conflicts = new Set<unknown>(["23505", "40001"]);

type Reply = {
  readonly transaction_ref?: string;
  readonly code?: string;
  readonly replayed?: boolean;
  /** Wallet, balance, available and version. */
  readonly balances?: readonly (readonly [string, string, string, number])[];
};

async function sendBatch(
  client: Client | undefined,
  batch: readonly Record<string, unknown>[],
  lane: number,
): Promise<Reply[]> {
  const sql = "select transactions.apply($1::integer, $2::jsonb) as replies";
  for (;;) {
    try {
      const result = await client?.query<{ replies: string }>(sql, [lane, JSON.stringify(batch)]);
      return (result?.rows[0]?.replies.split("\n") ?? []).map((reply) => JSON.parse(reply));
    } catch (error) {
      // Another lane has claimed a key or a reference meanwhile, or changed an account; sent again, the batch finds it.
      if (!(error instanceof Error && "code" in error && conflicts.has(error.code))) throw error;
    }
  }
}

function expectSame(first: readonly Reply[], second: readonly Reply[]): void {
  const bare = (replies: readonly Reply[]) =>
    replies.map((reply) => ({ ...reply, replayed: true }));
  const isAsked = (reply: Reply) => reply.code !== keyReused;
  if (isDeepStrictEqual(bare(first).filter(isAsked), bare(second).filter(isAsked))) return;
  const told = JSON.stringify({ first, second }, null, 1);
  throw new Error(`The same batch, sent again, was answered otherwise: ${told}`);
}

function outcomeOf(
  place: DatabaseWorld,
  currencyOf: (wallet: WalletName) => string,
  { code, replayed = false, balances }: Reply,
): Outcome {
  return {
    code: code ?? null,
    isReplayed: replayed && code !== keyReused,
    balances: Object.fromEntries(
      (balances ?? [])
        .map(([walletRef, balance, available, version]) => {
          const name = place.nameOf(walletRef);
          const currency = currencyOf(name);
          const view = {
            balance: minorUnitsOf(balance, currency),
            available: minorUnitsOf(available, currency),
            version: BigInt(version),
          };
          return [name, view] as const;
        })
        .toSorted(([a], [b]) => a.localeCompare(b)),
    ),
  };
}

async function control(
  { wallets }: Bank,
  place: DatabaseWorld,
  step: ControlStep,
): Promise<Outcome[]> {
  if (step.kind === "wait") {
    await place.wait(step.hours);
    return [];
  }
  const input = { write: write(), walletRef: place.refOf(step.wallet) };
  const code = await controlCode(
    step.kind === "freeze"
      ? wallets.freeze(operator, { ...input, mode: step.mode })
      : wallets[step.kind](operator, input),
  );
  return [{ code, isReplayed: false, balances: {} }];
}

async function controlCode(asked: Promise<unknown>): Promise<string | null> {
  try {
    await asked;
    return null;
  } catch (error) {
    if (error instanceof Error && "code" in error) return String(error.code);
    throw error;
  }
}
