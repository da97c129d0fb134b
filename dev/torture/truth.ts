// What the ledger's record says in the end, read past the product.
import type { Client } from "pg";

export type RecordedTransaction = {
  readonly ref: string;
  /** The idempotency key that it answers; null for what no client asked for. */
  readonly key: string | null;
  readonly type: string;
  readonly isHold: boolean;
  readonly isRefused: boolean;
  readonly amount: bigint;
  readonly originalRef: string | null;
  readonly from: string | null;
  readonly to: string | null;
};

export type RecordedEntry = {
  readonly wallet: string;
  readonly version: bigint;
  /** Less than nothing where the wallet paid. */
  readonly change: bigint;
  readonly balanceAfter: bigint;
  readonly transactionRef: string;
};

export type RecordedWallet = {
  readonly balance: bigint;
  readonly available: bigint;
  readonly version: bigint;
};

export type Truth = {
  readonly wallets: ReadonlyMap<string, RecordedWallet>;
  readonly transactions: ReadonlyMap<string, RecordedTransaction>;
  /** In the order of each wallet's versions. */
  readonly entries: readonly RecordedEntry[];
};

type Row = Readonly<Record<string, string | null>>;

const walletsSql = `
  select owner_ref as ref, sum(posted_credits - posted_debits)::text as balance,
    sum(posted_credits - posted_debits - pending_debits)::text as available, sum(version)::text as version
  from ledger.accounts join ledger.balances on account_id = accounts.id
  where owner_type = 'WALLET'
  group by owner_ref`;

const transactionsSql = `
  select transactions.transaction_ref::text as ref, keys.key, type, amount::text, original_ref::text as original_ref,
    source_wallet_ref::text as source, destination_wallet_ref::text as destination,
    case when is_hold then 'yes' end as is_hold,
    case when status = 'FAILED' and not (is_hold and failure ->> 'code' in ('hold_voided', 'hold_expired'))
      then 'yes' end as is_refused
  from transactions.transactions
  left join platform.idempotency_keys as keys
    on keys.scope = requested_by and keys.reply ->> 'transaction_ref' = transactions.transaction_ref`;

const entriesSql = `
  select owner_ref as wallet, account_version::text as version,
    (case direction when 'DEBIT' then -entries.amount else entries.amount end)::text as change,
    balance_after::text, journals.transaction_ref::text as transaction_ref
  from ledger.entries
  join ledger.accounts on accounts.id = entries.account_id and owner_type = 'WALLET'
  join ledger.journals on journals.journal_ref = entries.journal_ref
  order by owner_ref, stripe, account_version`;

/** Reads wallets, transactions and entries as of one moment. */
export async function readTruth(owner: Client): Promise<Truth> {
  await owner.query("begin isolation level repeatable read read only");
  const rowsOf = async (sql: string) => (await owner.query<Row>(sql)).rows;
  const wallets = await rowsOf(walletsSql);
  const transactions = await rowsOf(transactionsSql);
  const entries = await rowsOf(entriesSql);
  await owner.query("commit");
  return {
    wallets: new Map(wallets.map((row) => [textOf(row, "ref"), walletOf(row)])),
    transactions: new Map(transactions.map((row) => [textOf(row, "ref"), transactionOf(row)])),
    entries: entries.map((row) => ({
      wallet: textOf(row, "wallet"),
      version: BigInt(textOf(row, "version")),
      change: BigInt(textOf(row, "change")),
      balanceAfter: BigInt(textOf(row, "balance_after")),
      transactionRef: textOf(row, "transaction_ref"),
    })),
  };
}

function walletOf(row: Row): RecordedWallet {
  return {
    balance: BigInt(textOf(row, "balance")),
    available: BigInt(textOf(row, "available")),
    version: BigInt(textOf(row, "version")),
  };
}

function transactionOf(row: Row): RecordedTransaction {
  return {
    ref: textOf(row, "ref"),
    key: row.key ?? null,
    type: textOf(row, "type"),
    isHold: row.is_hold !== null,
    isRefused: row.is_refused !== null,
    amount: BigInt(textOf(row, "amount")),
    originalRef: row.original_ref ?? null,
    from: row.source ?? null,
    to: row.destination ?? null,
  };
}

function textOf(row: Row, name: string): string {
  const value = row[name];
  if (typeof value !== "string") throw new Error(`The record has no ${name} where it needs one.`);
  return value;
}
