// The product as its customers meet it: programs performed over HTTP. Only the clock and the rules of the world are set
// past it, as in every other adapter.
import type { Client } from "pg";
import { formatAmount } from "../../../src/platform/money.ts";
import type { Answer, ApiClient } from "../http.ts";
import { newRef } from "../refs.ts";
import {
  type Act,
  type ControlStep,
  isMove,
  type MoneyCommand,
  type Move,
  type Outcome,
  type Step,
  type World,
} from "./command.ts";
import { type DatabaseWorld, minorUnitsOf, openDatabaseWorld } from "./database-world.ts";
import type { LedgerUnderTest } from "./ledger-under-test.ts";

type Sent = { readonly path: string; readonly body: Readonly<Record<string, unknown>> };
type Body = Readonly<Record<string, unknown>>;

type Session = {
  readonly api: ApiClient;
  readonly place: DatabaseWorld;
  /** The ref and the currency of the transaction under each key. */
  readonly told: Map<string, { readonly ref: string; readonly currency: string }>;
  /** One operator asks for all programs, so keys and references need the program's name. */
  readonly nameOf: (word: string) => string;
};

export async function openHttpLedger(
  api: ApiClient,
  owner: Client,
  world: World,
): Promise<LedgerUnderTest> {
  const openWallet = async ({ currency }: { currency: string }) => {
    const body = { owner_ref: newRef(), type: "CASH", currency };
    const opened = await api.post("/v1/wallets", body, { "idempotency-key": newRef() });
    return { wallet_ref: String(opened.body.wallet_ref) };
  };
  const place = await openDatabaseWorld({ openWallet }, owner, world);
  const run = newRef();
  const session = { api, place, told: new Map(), nameOf: (word: string) => nameIn(run, word) };
  return {
    read: place.read,
    perform: async (steps) => {
      const outcomes: Outcome[] = [];
      for (const step of steps) outcomes.push(...(await performStep(session, step)));
      return outcomes;
    },
  };
}

/** Keys are visible characters without spaces. */
function nameIn(run: string, word: string): string {
  return `${run}.${word.replaceAll(" ", "-")}`;
}

async function performStep(session: Session, step: Step): Promise<Outcome[]> {
  if (step.kind !== "money") return control(session, step);
  const [command] = step.commands;
  if (step.commands.length === 1 && command) return [await performOne(session, command)];
  return performChain(session, step.commands);
}

async function performOne(session: Session, command: MoneyCommand): Promise<Outcome> {
  const { path, body } = spell(session, command);
  const headers = { "idempotency-key": session.nameOf(command.key) };
  const answer = await session.api.post(path, body, headers);
  remember(session, command, answer.body);
  return outcomeOf(session, answer.status, answer.body, isReplayed(answer));
}

function isReplayed({ headers }: Answer): boolean {
  return headers.get("idempotency-replayed") === "true";
}

async function performChain(
  session: Session,
  commands: readonly MoneyCommand[],
): Promise<Outcome[]> {
  const items = commands.map((command) => ({
    idempotency_key: session.nameOf(command.key),
    type: typeOf(command),
    chain: "all",
    ...spell(session, command).body,
  }));
  const { body } = await session.api.post("/v1/transactions/bulk", { items });
  const results = body.results as { status: number; transaction?: Body; problem?: Body }[];
  return results.map(({ status, transaction, problem }, index) => {
    const command = commands[index];
    const said = transaction ?? problem ?? {};
    if (command) remember(session, command, said);
    // A bulk result does not say whether it is a repetition.
    return outcomeOf(session, status, said, false);
  });
}

function typeOf({ kind }: MoneyCommand): string {
  if (kind === "topup") return "TOPUP";
  return kind === "withdraw" ? "WITHDRAWAL" : "TRANSFER";
}

function remember({ told, place }: Session, command: MoneyCommand, said: Body): void {
  if (typeof said.transaction_ref !== "string") return;
  if (isMove(command) && command.expiresAtHour !== null) {
    place.remember(said.transaction_ref, command.expiresAtHour);
  }
  const original = isMove(command) ? undefined : told.get(command.original);
  const currency = isMove(command) ? command.currency : (original?.currency ?? "IDR");
  told.set(command.key, { ref: said.transaction_ref, currency });
}

function spell(session: Session, command: MoneyCommand): Sent {
  return isMove(command) ? spellMove(session, command) : spellAct(session, command);
}

function spellAct({ told }: Session, { kind, original, amount, isFinal }: Act): Sent {
  const { ref, currency } = told.get(original) ?? { ref: newRef(), currency: "IDR" };
  const path = `/v1/transactions/${ref}/${kind}`;
  const asked = amount === null ? {} : { amount: formatAmount(amount, currency) };
  // A void has no amount; where a program gives it one, all that matters is that the body differs.
  if (kind === "void") return { path, body: amount === null ? {} : { reason: `${amount}` } };
  return { path, body: { ...asked, ...(kind === "capture" && { final: isFinal }) } };
}

function spellMove({ place, nameOf }: Session, move: Move): Sent {
  const { kind, from, to, amount, currency, expiresAtHour, reference, guards } = move;
  const common = {
    amount: formatAmount(amount, currency),
    currency,
    ...(reference !== null && { reference: nameOf(reference) }),
    ...(guards.length > 0 && {
      guards: guards.map(({ wallet, name, value }) => ({
        wallet_ref: place.refOf(wallet),
        [name]: name === "version" ? Number(value) : formatAmount(value, currency),
      })),
    }),
    ...(kind === "hold" && { hold: true }),
    ...(expiresAtHour !== null && { expires_at: place.momentOf(expiresAtHour) }),
  };
  if (kind === "topup" || kind === "withdraw") {
    const wallet_ref = place.refOf(to ?? from ?? "");
    return { path: `/v1/transactions/${kind}`, body: { wallet_ref, ...common } };
  }
  const source_wallet_ref = place.refOf(from ?? "");
  const destination_wallet_ref = place.refOf(to ?? "");
  return {
    path: "/v1/transactions/transfer",
    body: { source_wallet_ref, destination_wallet_ref, ...common },
  };
}

function outcomeOf({ place }: Session, status: number, said: Body, wasReplayed: boolean): Outcome {
  const code = status >= 400 ? String(said.code) : null;
  const balances = (said.balances ?? []) as Record<string, string>[];
  const currency = String(said.currency);
  const views = balances
    .map(({ wallet_ref = "", balance = "", available = "", version = "" }) => {
      const view = {
        balance: minorUnitsOf(balance, currency),
        available: minorUnitsOf(available, currency),
        version: BigInt(version),
      };
      return [place.nameOf(wallet_ref), view] as const;
    })
    .toSorted(([a], [b]) => a.localeCompare(b));
  return {
    code,
    isReplayed: wasReplayed,
    balances: code === null ? Object.fromEntries(views) : {},
  };
}

async function control({ api, place }: Session, step: ControlStep): Promise<Outcome[]> {
  if (step.kind === "wait") {
    await place.wait(step.hours);
    return [];
  }
  const body = step.kind === "freeze" ? { mode: step.mode } : {};
  const path = `/v1/wallets/${place.refOf(step.wallet)}/${step.kind}`;
  const answer = await api.post(path, body, { "idempotency-key": newRef() });
  const code = answer.status >= 400 ? String(answer.body.code) : null;
  return [{ code, isReplayed: false, balances: {} }];
}
