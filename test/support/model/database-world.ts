// A program's world in the database: its wallets, their rules, and its clock, which the database cannot be told to turn.
import type { Client } from "pg";
import { exponentOf } from "../../../src/platform/currencies.ts";
import { newRef } from "../refs.ts";
import type { WalletName, World } from "./command.ts";
import type { WalletReading } from "./ledger-under-test.ts";

export type DatabaseWorld = {
  readonly refOf: (wallet: WalletName) => string;
  readonly nameOf: (walletRef: string) => WalletName;
  /** When a promise of that hour runs out; never before the program says so. */
  readonly momentOf: (hour: number) => string;
  /** Lets the hours pass for these promises and for every limit. */
  readonly wait: (hours: number) => Promise<void>;
  readonly remember: (transactionRef: string, expiresAtHour: number) => void;
  readonly read: () => Promise<Readonly<Record<WalletName, WalletReading>>>;
};

const hoursADay = 24;
const hourMs = 3_600_000;
const beforeNoonMs = 12 * hourMs;

export type WalletOpener = {
  readonly openWallet: (wanted: { currency: string }) => Promise<{ wallet_ref: string }>;
};

export async function openDatabaseWorld(
  bank: WalletOpener,
  owner: Client,
  world: World,
): Promise<DatabaseWorld> {
  const refs = new Map<WalletName, string>();
  for (const [name, { currency }] of Object.entries(world.wallets)) {
    refs.set(name, (await bank.openWallet({ currency })).wallet_ref);
  }
  const names = new Map([...refs].map(([name, ref]) => [ref, name]));
  await applyRules(owner, world, refs);
  // A day away, so that nothing runs out by itself while the program is performed.
  const openedAtMs = Date.now() + hoursADay * hourMs;
  const promises = new Map<string, number>();
  let hour = 0;
  return {
    refOf: (wallet) => {
      // A wallet that is nowhere has a ref that nobody has.
      const ref = refs.get(wallet) ?? newRef();
      refs.set(wallet, ref);
      return ref;
    },
    nameOf: (walletRef) => names.get(walletRef) ?? walletRef,
    momentOf: (at) => new Date(openedAtMs + at * hourMs).toISOString(),
    remember: (transactionRef, expiresAtHour) => promises.set(transactionRef, expiresAtHour),
    read: () => read(owner, names),
    wait: async (hours) => {
      const days = Math.floor((hour + hours) / hoursADay) - Math.floor(hour / hoursADay);
      hour += hours;
      const due = [...promises].filter(([, at]) => at <= hour).map(([ref]) => ref);
      await turnClock(owner, [...names.keys()], due, days);
    },
  };
}

/** Overdrafts and limits as an operator would have set them, in a zone that is far from its midnight now. */
async function applyRules(
  owner: Client,
  { wallets }: World,
  refs: ReadonlyMap<WalletName, string>,
): Promise<void> {
  const rules = Object.entries(wallets).flatMap(([name, { overdraft, limits }]) => [
    { wallet_ref: refs.get(name), min_available: `${-overdraft}` },
    ...limits.map(({ direction, period, amount }) => ({
      wallet_ref: refs.get(name),
      limit_ref: newRef(),
      direction,
      period,
      amount: `${amount}`,
    })),
  ]);
  await owner.query(applyRulesSql, [JSON.stringify(rules), noonZone()]);
}

function noonZone(): string {
  const hoursPastNoon = Math.floor(((Date.now() % (hoursADay * hourMs)) - beforeNoonMs) / hourMs);
  // The signs of these names are the other way round: Etc/GMT+5 is five hours behind.
  return `Etc/GMT${hoursPastNoon < 0 ? "" : "+"}${hoursPastNoon}`;
}

const applyRulesSql = `
  with rules as (
    select accounts.id, rule.*
    from jsonb_to_recordset($1::jsonb) as rule (
      wallet_ref text, min_available numeric, limit_ref text, direction text, period text, amount numeric
    )
    join ledger.accounts on accounts.owner_ref = rule.wallet_ref
  ),
  floors as (
    update ledger.balances set min_available = rules.min_available
    from rules where account_id = rules.id and rules.limit_ref is null
  ),
  flags as (
    update ledger.accounts set has_limits = true
    where id in (select id from rules where limit_ref is not null)
  )
  insert into ledger.limits (limit_ref, account_id, direction, period, amount, time_zone, created_at, updated_at)
  select limit_ref, id, direction, period, amount, $2, now(), now() from rules where limit_ref is not null`;

async function turnClock(
  owner: Client,
  walletRefs: readonly string[],
  due: readonly string[],
  days: number,
): Promise<void> {
  await owner.query(
    `update ledger.holds set expires_at = clock_timestamp() - interval '1 second'
     where transaction_ref = any ($1::text[]) and expires_at > clock_timestamp()`,
    [due],
  );
  if (days === 0) return;
  for (const table of ["limit_windows", "limit_uses"]) {
    await owner.query(
      `update ledger.${table} set window_start = window_start - make_interval(days => $2::integer)
       where limit_id in (
         select limits.id from ledger.limits
         join ledger.accounts on accounts.id = limits.account_id
         where owner_ref = any ($1::text[])
       )`,
      [walletRefs, days],
    );
  }
}

type ReadRow = Record<"wallet_ref" | "balance" | "pending_in" | "pending_out" | "version", string>;

/** A promise whose time has come counts as gone, swept or not. */
const readSql = `
  select owner_ref as wallet_ref, posted_credits - posted_debits as balance,
    pending_credits - coalesce((
      select sum(amount - captured) from ledger.holds
      where to_account_id = accounts.id and status = 'ACTIVE' and expires_at <= clock_timestamp()
    ), 0) as pending_in,
    pending_debits - coalesce((
      select sum(amount - captured) from ledger.holds
      where from_account_id = accounts.id and status = 'ACTIVE' and expires_at <= clock_timestamp()
    ), 0) as pending_out,
    version
  from ledger.accounts
  join ledger.balances on balances.account_id = accounts.id
  where owner_ref = any ($1::text[])
  order by owner_ref`;

async function read(
  owner: Client,
  names: ReadonlyMap<string, WalletName>,
): Promise<Record<WalletName, WalletReading>> {
  const { rows } = await owner.query<ReadRow>(readSql, [[...names.keys()]]);
  return Object.fromEntries(
    rows.map((row) => {
      const balance = BigInt(row.balance);
      const pendingOut = BigInt(row.pending_out);
      const reading = {
        balance,
        available: balance - pendingOut,
        version: BigInt(row.version),
        pendingIn: BigInt(row.pending_in),
        pendingOut,
      };
      return [names.get(row.wallet_ref) ?? row.wallet_ref, reading];
    }),
  );
}

/** Minor units of an amount as it is told outside, which may be below nothing. */
export function minorUnitsOf(text: string, currency: string): bigint {
  const [whole = "", decimals = ""] = text.split(".");
  return BigInt(whole + decimals.padEnd(exponentOf(currency) ?? 0, "0"));
}
