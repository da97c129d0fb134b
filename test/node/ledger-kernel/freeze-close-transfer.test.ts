import { afterAll, expect, it } from "vitest";
import { Problem } from "../../../src/platform/problem.ts";
import { openTestBank, operator, write } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { applied, createMover } from "../../support/mover.ts";

const bank = await openTestBank();
const move = createMover(bank.transactions);

afterAll(async () => {
  expect(await bank.ledger.verifyBooks()).toMatchObject({ ok: true });
});

const openRef = async () => (await bank.openWallet()).wallet_ref;

type Change = {
  readonly version: number;
  readonly status: string;
  readonly mode: string | null;
  readonly at: string;
};
type Did = { readonly what: string; readonly code: string; readonly change: Change | null };

/** Asks for one change of a wallet and says what came of it. */
async function ask(what: "freeze" | "unfreeze" | "close", walletRef: string): Promise<Did> {
  try {
    const input = { write: write(), walletRef };
    const { result } =
      what === "freeze"
        ? await bank.wallets.freeze(operator, { ...input, mode: "ALL" })
        : await bank.wallets[what](operator, input);
    const change = {
      version: result.version,
      status: result.status,
      mode: result.freeze_mode,
      at: result.updated_at,
    };
    return { what, code: "APPLIED", change };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { what, code: error.code, change: null };
  }
}

type Entry = {
  readonly version: number;
  readonly signed: number;
  readonly balance: number;
  readonly at: string;
};

async function entriesOf(walletRef: string): Promise<Entry[]> {
  return queryAs<Entry>(
    bank.ownerUrl,
    `select account_version::integer as version,
       (case direction when 'CREDIT' then amount else -amount end)::integer as signed,
       balance_after::integer as balance, platform.to_rfc3339(recorded_at) as at
     from ledger.entries
     where account_id = (select id from ledger.accounts where owner_ref = $1)
     order by account_version`,
    [walletRef],
  );
}

/** A state of the wallet, from the moment that it began. */
type Phase = { readonly from: string; readonly to: string; readonly status: string };

/** The phases that the applied changes describe: each begins where the one before it ended. */
function phasesOf(dids: readonly Did[]): Phase[] {
  const changes = dids
    .flatMap(({ change }) => (change ? [change] : []))
    .toSorted((a, b) => a.version - b.version);
  // Whoever was applied has a version of its own, or two of them were done at once.
  expect(changes.map(({ version }) => version)).toEqual(changes.map((_change, index) => index + 2));
  expect(changes.map(({ at }) => at)).toEqual(changes.map(({ at }) => at).toSorted());
  return changes.map(({ at, status }, index) => ({
    from: at,
    to: changes[index + 1]?.at ?? "9999",
    status,
  }));
}

type Sent = readonly [signed: number, outcome: Awaited<ReturnType<typeof move.transfer>>];

/** Sends transfers out of a wallet and back into it while it is frozen, thawed and closed. */
async function race(wallet: string, other: string): Promise<{ dids: Did[]; sent: Sent[] }> {
  const pay = { amount: "2", currency: "IDR" };
  const out = { source_wallet_ref: wallet, destination_wallet_ref: other, ...pay };
  const back = { source_wallet_ref: other, destination_wallet_ref: wallet, ...pay };
  const changes: Promise<Did>[] = [];
  const transfers: Promise<Sent>[] = [];
  for (let round = 0; round < 12; round += 1) {
    const [signed, body] = round % 3 === 0 ? ([2, back] as const) : ([-2, out] as const);
    transfers.push(move.transfer(body).then((outcome) => [signed, outcome] as const));
    changes.push(ask((["freeze", "unfreeze", "close"] as const)[round % 3] ?? "close", wallet));
    if (round % 4 === 3) await Promise.race([...transfers.slice(-1), ...changes.slice(-1)]);
  }
  return { dids: await Promise.all(changes), sent: await Promise.all(transfers) };
}

const inOrder = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b);

/** While a wallet was not active, nothing happened to it; a closed one stays so, and empty. */
function expectQuiet({ from, to, status }: Phase, entries: readonly Entry[]): void {
  if (status === "ACTIVE") return;
  expect(entries.filter(({ at }) => at > from && at < to)).toEqual([]);
  if (status !== "CLOSED") return;
  expect(to).toBe("9999");
  expect(entries.at(-1)?.balance).toBe(0);
}

/** Nobody is told of a state that the wallet never had. */
function expectTold(code: string, phases: readonly Phase[]): void {
  const states = phases.map(({ status }) => status);
  expect(["APPLIED", "wallet_frozen", "wallet_closed", "insufficient_funds"]).toContain(code);
  if (code === "wallet_frozen") expect(states).toContain("FROZEN");
  if (code === "wallet_closed") expect(states).toContain("CLOSED");
}

it.each([1, 2, 3, 4, 5, 6])(
  "tells one legal history of a freeze, a thaw, a close and transfers that race (round %i)",
  async () => {
    const [wallet, other] = [await openRef(), await openRef()];
    applied(await move.topUp({ wallet_ref: wallet, amount: "4", currency: "IDR" }));
    applied(await move.topUp({ wallet_ref: other, amount: "20", currency: "IDR" }));
    const { dids, sent } = await race(wallet, other);

    const phases = phasesOf(dids);
    const entries = await entriesOf(wallet);
    expect(entries.map(({ version }) => version)).toEqual(
      entries.map((_entry, index) => index + 1),
    );
    expect(entries.map(({ at }) => at)).toEqual(entries.map(({ at }) => at).toSorted());
    // What was answered as done is what the entries tell, and nothing else.
    const done = sent.filter(([, { code }]) => code === "APPLIED").map(([signed]) => signed);
    expect(inOrder(entries.map(({ signed }) => signed))).toEqual(inOrder([4, ...done]));
    for (const phase of phases) expectQuiet(phase, entries);
    for (const [, { code }] of sent) expectTold(code, phases);
    const { status } = await bank.wallets.get(operator, wallet);
    expect(status).toBe(phases.at(-1)?.status ?? "ACTIVE");
  },
);

it("either pays a wallet or closes it when both are asked for at once, and never both", async () => {
  const payer = await openRef();
  applied(await move.topUp({ wallet_ref: payer, amount: "1000", currency: "IDR" }));
  const rounds = await Promise.all(
    Array.from({ length: 25 }, async () => {
      const payee = await openRef();
      const body = {
        source_wallet_ref: payer,
        destination_wallet_ref: payee,
        amount: "1",
        currency: "IDR",
      };
      const [paid, closed] = await Promise.all([move.transfer(body), ask("close", payee)]);
      return `${paid.code} and ${closed.code}`;
    }),
  );
  for (const round of rounds) {
    expect(["APPLIED and account_not_empty", "wallet_closed and APPLIED"]).toContain(round);
  }
});

it("lets nothing through once a freeze has been answered, whoever was on the way", async () => {
  const [wallet, other] = [await openRef(), await openRef()];
  applied(await move.topUp({ wallet_ref: wallet, amount: "1000", currency: "IDR" }));
  const body = {
    source_wallet_ref: wallet,
    destination_wallet_ref: other,
    amount: "1",
    currency: "IDR",
  };
  let isFrozen = false;
  const late: string[] = [];
  const senders = Array.from({ length: 6 }, async () => {
    for (let told = 0; told < 3; ) {
      const wasFrozen = isFrozen;
      const { code } = await move.transfer(body);
      if (!wasFrozen) continue;
      late.push(code);
      told += 1;
    }
  });
  await new Promise((resolve) => setTimeout(resolve, 60));
  await ask("freeze", wallet);
  isFrozen = true;
  const frozenAt = (await entriesOf(wallet)).length;
  await Promise.all(senders);
  expect(late).toEqual(Array.from({ length: 18 }, () => "wallet_frozen"));
  expect(await entriesOf(wallet)).toHaveLength(frozenAt);
});
