import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Bank } from "./bank-over.ts";
import { queryAs } from "./database.ts";
import { applied, createMover } from "./mover.ts";

const patienceMs = 60_000;

type Row = Readonly<Record<string, unknown>>;

export type Report = {
  readonly copies: Row[];
  readonly transaction_refs: string[];
  readonly journal_refs: string[];
};

const idr = (amount: number) => ({ amount: String(amount), currency: "IDR" });
const pick = <Item>(items: readonly Item[]): Item => items[randomInt(items.length)] as Item;

/** Every kind of thing that can happen to money, a few wallets of each kind, and so many more transfers. */
export async function makeTraffic(bank: Bank, transfers = 10): Promise<string[]> {
  const move = createMover(bank.transactions);
  const opened = await Promise.all([
    bank.openWallet(),
    bank.openWallet(),
    bank.openWallet(),
    bank.openWallet({ type: "PLATFORM" }),
  ]);
  const wallets = opened.map(({ wallet_ref }) => wallet_ref);
  const [ana = "", budi = "", citra = "", platform = ""] = wallets;
  const between = (source_wallet_ref: string, destination_wallet_ref: string) => ({
    source_wallet_ref,
    destination_wallet_ref,
  });
  for (const wallet_ref of wallets) applied(await move.topUp({ wallet_ref, ...idr(10_000) }));

  const hold = async (amount: number, more: Row = {}) =>
    applied(await move.transfer({ ...between(ana, budi), ...idr(amount), hold: true, ...more }))
      .transaction_ref;
  await hold(70);
  await move.capture(await hold(100), { amount: "30", final: false });
  await move.capture(await hold(200), { amount: "50" });
  await move.void(await hold(300));
  await hold(40, { expires_at: new Date(Date.now() + 300).toISOString() });
  const captured = await hold(90);
  await move.capture(captured);
  await move.reverse(captured, { amount: "20" });

  const paid = applied(await move.transfer({ ...between(budi, citra), ...idr(500) }));
  await move.reverse(paid.transaction_ref, { amount: "125" });
  await move.transfer({ ...between(citra, ana), ...idr(99_000_000) });
  await move.withdraw({ wallet_ref: citra, ...idr(7) });
  const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
  await move.transfer({ ...between(ana, citra), ...idr(3) }, { scheduledFor: inAnHour });
  for (let n = 0; n < transfers; n += 1) {
    const source = pick(wallets);
    const target = pick(wallets.filter((wallet) => wallet !== source));
    await move.transfer({ ...between(source, target), ...idr(randomInt(1, 50)) });
  }
  await new Promise((resolve) => setTimeout(resolve, 400));
  await bank.transactions.expireHolds();
  return [ana, budi, citra, platform];
}

/** What the relay would send to the group, in the order of the outbox. */
export async function sentEvents(bank: Bank): Promise<string[]> {
  // What other tests have open holds the horizon, and these events behind it.
  const limit = performance.now() + patienceMs;
  while ((await waitingEvents(bank)) !== "0" && performance.now() < limit) await sleep(20);
  const rows = await queryAs<{ event: string }>(
    bank.ownerUrl,
    `select event from platform.relay_read('0', repeat('0', 26), 1000000) where aggregate_type in ('wallet', 'transaction')`,
  );
  return rows.map(({ event }) => event);
}

async function waitingEvents(bank: Bank): Promise<string | undefined> {
  const [row] = await queryAs<{ waiting: string }>(
    bank.ownerUrl,
    `select count(*) as waiting from platform.outbox_events
     where transaction_xid >= pg_snapshot_xmin(pg_current_snapshot())`,
  );
  return row?.waiting;
}

/** Gives the group events in one call, and answers the copies that it asks to have written. */
export async function consume(bank: Bank, events: readonly string[]): Promise<Row[]> {
  return (await report(bank, events)).copies;
}

/** The same, with all that is answered. */
export async function report(bank: Bank, events: readonly string[]): Promise<Report> {
  const [row] = await queryAs<{ report: Report }>(
    bank.appUrl,
    "select readmodels.consume($1::json) as report",
    [`[${events.join(",")}]`],
  );
  if (!row) throw new Error("readmodels.consume answered nothing.");
  return row.report;
}

export function shuffled<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, at: randomInt(1_000_000) }))
    .toSorted((one, other) => one.at - other.at)
    .map(({ item }) => item);
}

/** Everything one to three times, in any order and in bundles of any size. */
export async function consumeAnyhow(bank: Bank, events: readonly string[]): Promise<void> {
  const copies = shuffled(
    events.flatMap((event) => Array.from({ length: randomInt(1, 4) }, () => event)),
  );
  while (copies.length > 0) await consume(bank, copies.splice(0, randomInt(1, 40)));
}

/** What the read models show, or what the ledger and the orchestrator say that they should. */
export type Picture = Readonly<Record<string, readonly Row[]>>;

export async function projectedPicture({ ownerUrl }: Bank): Promise<Picture> {
  return pictureOf(ownerUrl, {
    balances: `select wallet_ref, owner_ref, currency, account_ref, balance, pending_in, pending_out, overdraft, version
      from readmodels.wallet_balances_view order by wallet_ref`,
    entries: `select journal_ref, transaction_ref, account_ref, wallet_ref, stripe, version, entry_type, amount, currency,
      balance_after, created_at from readmodels.ledger_entries_view order by account_ref, stripe, version`,
    facts: `select transaction_ref, amount, reversed_amount, currency, type, status, failure_code,
        case when status <> 'INIT' then created_at end as created_at
      from readmodels.transaction_facts order by transaction_ref`,
    snapshots: `select wallet_ref, date::text, opening_balance, closing_balance, total_debit, total_credit
      from readmodels.daily_wallet_snapshot order by wallet_ref, date`,
  });
}

export async function truePicture({ ownerUrl }: Bank): Promise<Picture> {
  const entry = `select accounts.account_ref, case owner_type when 'WALLET' then accounts.owner_ref end as wallet_ref,
    entries.* from ledger.entries join ledger.accounts on accounts.id = entries.account_id`;
  return pictureOf(ownerUrl, {
    balances: `select wallet_ref, wallets.owner_ref, wallets.currency, wallets.account_ref,
        sum(posted_credits - posted_debits) as balance, sum(pending_credits) as pending_in,
        sum(pending_debits) as pending_out, -min(min_available) as overdraft, sum(balances.version)::bigint as version
      from wallets.wallets join ledger.accounts using (account_ref) join ledger.balances on account_id = accounts.id
      group by wallet_ref, wallets.owner_ref, wallets.currency, wallets.account_ref order by wallet_ref`,
    entries: `select journal_ref, transaction_ref, account_ref, wallet_ref, stripe, account_version as version,
        direction as entry_type, amount, currency, balance_after, entry.recorded_at as created_at
      from (${entry}) as entry join ledger.journals using (journal_ref) order by account_ref, stripe, version`,
    facts: `select transaction_ref, amount, reversed_amount, currency, type, status, failure ->> 'code' as failure_code,
        -- The event about a scheduled command tells its own time.
        case when status <> 'INIT' then created_at end as created_at
      from transactions.transactions order by transaction_ref`,
    snapshots: `select wallet_ref, date::text,
        coalesce(sum(credit - debit) over before, 0) as opening_balance,
        coalesce(sum(credit - debit) over before, 0) + credit - debit as closing_balance,
        debit as total_debit, credit as total_credit
      from (
        select wallet_ref, (recorded_at at time zone 'Asia/Jakarta')::date as date,
          coalesce(sum(amount) filter (where direction = 'DEBIT'), 0) as debit,
          coalesce(sum(amount) filter (where direction = 'CREDIT'), 0) as credit
        from (${entry}) as entry where wallet_ref is not null group by wallet_ref, date
      ) as day
      window before as (partition by wallet_ref order by date rows between unbounded preceding and 1 preceding)
      order by wallet_ref, date`,
  });
}

async function pictureOf(url: string, queries: Readonly<Record<string, string>>): Promise<Picture> {
  const parts = await Promise.all(
    Object.entries(queries).map(async ([name, text]) => [name, await queryAs(url, text)] as const),
  );
  return Object.fromEntries(parts);
}
