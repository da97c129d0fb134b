// What must be true of the books whatever was asked of them, read past the product as an auditor would.
import type { Client } from "pg";

type Rule = { readonly sentence: string; readonly sql: string };

const rules: readonly Rule[] = [
  {
    sentence: "debits and credits differ in a journal",
    sql: `select journal_ref || ' ' || currency as what from ledger.entries
      group by journal_ref, currency
      having sum(case direction when 'DEBIT' then amount else -amount end) <> 0`,
  },
  {
    sentence: "debits and credits differ in a currency",
    sql: `select currency as what from ledger.entries group by currency
      having sum(case direction when 'DEBIT' then amount else -amount end) <> 0`,
  },
  {
    sentence: "a balance is not the sum of its entries",
    sql: `select account_id || '/' || stripe as what
      from ledger.balances
      left join (
        select account_id, stripe, max(account_version) as last,
          sum(amount) filter (where direction = 'DEBIT') as debits,
          sum(amount) filter (where direction = 'CREDIT') as credits
        from ledger.entries group by account_id, stripe
      ) as entries using (account_id, stripe)
      where posted_debits <> coalesce(debits, 0) or posted_credits <> coalesce(credits, 0)
        or version <> coalesce(last, 0)`,
  },
  {
    sentence: "an entry does not follow the one before it",
    sql: `select account_id || '/' || stripe || ' ' || account_version as what
      from (
        select *,
          lag(account_version, 1, 0::bigint) over chain as version_before,
          lag(balance_after, 1, 0) over chain as balance_before,
          lag(recorded_at) over chain as recorded_before
        from ledger.entries
        window chain as (partition by account_id, stripe order by account_version)
      ) as traced
      where account_version <> version_before + 1
        or balance_after <> balance_before + case direction when 'DEBIT' then -amount else amount end
        or recorded_at < recorded_before`,
  },
  {
    sentence: "what is promised is not what the promises say",
    sql: `select account_id || '/' || stripe as what
      from ledger.balances
      left join (
        select from_account_id as account_id, from_stripe as stripe, sum(amount - captured) as promised
        from ledger.holds where status = 'ACTIVE' group by 1, 2
      ) as outgoing using (account_id, stripe)
      left join (
        select to_account_id as account_id, to_stripe as stripe, sum(amount - captured) as promised
        from ledger.holds where status = 'ACTIVE' group by 1, 2
      ) as incoming using (account_id, stripe)
      where pending_debits <> coalesce(outgoing.promised, 0) or pending_credits <> coalesce(incoming.promised, 0)`,
  },
  {
    sentence: "an account is below its floor",
    sql: `select account_id || '/' || stripe as what from ledger.balances
      where posted_credits - posted_debits - pending_debits < min_available`,
  },
  {
    sentence: "a transaction's events are not one after the other from the first to its version",
    sql: `select transaction_ref::text as what
      from transactions.transactions
      left join platform.outbox_events
        on aggregate_type = 'transaction' and aggregate_ref = transaction_ref
      group by transaction_ref, version
      having count(sequence) <> version or min(sequence) <> 1 or max(sequence) <> version
        or count(distinct sequence) <> version`,
  },
  {
    sentence: "an event is about a transaction that is not there",
    sql: `select aggregate_ref::text as what from platform.outbox_events
      where aggregate_type = 'transaction'
        and not exists (select from transactions.transactions where transaction_ref = aggregate_ref)`,
  },
  {
    sentence: "a completed transaction and its journal do not belong to each other",
    sql: `select coalesce(transactions.transaction_ref, journals.transaction_ref)::text as what
      from transactions.transactions
      full join ledger.journals using (journal_ref)
      where journals.journal_ref is null and transactions.journal_ref is not null
        or transactions.journal_ref is null and journals.journal_ref is not null
        or journals.transaction_ref <> transactions.transaction_ref`,
  },
  {
    sentence: "more was reversed than there was, or not what the reversals say",
    sql: `select transaction_ref::text as what
      from transactions.transactions
      left join (
        select original_ref as transaction_ref, sum(amount) as amount
        from transactions.transaction_reversals group by original_ref
      ) as reversals using (transaction_ref)
      where reversed_amount <> coalesce(reversals.amount, 0) or reversed_amount > transactions.amount`,
  },
];

/** Every way in which the books are wrong, each in a sentence that ends with the place. */
export async function bookFaults(owner: Client): Promise<string[]> {
  const faults: string[] = [];
  for (const { sentence, sql } of rules) {
    const { rows } = await owner.query<{ what: string }>(sql);
    faults.push(...rows.map(({ what }) => `${sentence}: ${what}`));
  }
  return faults;
}
