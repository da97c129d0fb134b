// What the tables are filled with. Every kind of row stands everywhere in the year, the common and the rare.

/** Refs in the order of time, as the product makes them, and ids that can be told from a number. */
export const vocabulary = `
  create function pg_temp.moment_of(n bigint) returns timestamptz language sql immutable
    as $$ select '2026-01-01T00:00:00Z'::timestamptz + n * (interval '300 days' / :transactions) $$;
  create function pg_temp.ref_of(letter text, n bigint, ms bigint) returns text language sql immutable
    as $$ select ${Array.from({ length: 10 }, (_none, place) => digitAt(9 - place)).join(" || ")}
      || letter || lpad(upper(to_hex(n)), 15, '0') $$;
  create function pg_temp.ref_in_time(letter text, n bigint) returns text language sql immutable
    as $$ select pg_temp.ref_of(letter, n, (extract(epoch from pg_temp.moment_of(n)) * 1000)::bigint) $$;
  create function pg_temp.ref_before(letter text, n bigint) returns text language sql immutable
    as $$ select pg_temp.ref_of(letter, n, 1700000000000) $$;
  create function pg_temp.id_of(n bigint) returns uuid language sql immutable
    as $$ select ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$`;

function digitAt(place: number): string {
  return `substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', ((ms >> ${place * 5}) & 31)::integer + 1, 1)`;
}

/** A tenth of all payments leaves one wallet. Behind the wallets' accounts stand those of @world and @fees. */
export const payments = `
  create temp table payments as
  select n, kind, type, at, ref, journal_ref, amount, currency, owner, payer, payee,
    case when payer <= :wallets and type <> 'FEE' then pg_temp.ref_before('W', payer) end as source,
    case when payee <= :wallets then pg_temp.ref_before('W', payee) end as destination,
    case when n % 50 = 7 then 'FAILED' when n % 10000 = 11 then 'WALLET_OK' when n % 100000 = 13 then 'INIT'
      else 'COMPLETED' end as status,
    kind = 78 or n % 10000 = 11 as is_hold
  from (
    select n, n % 100 as kind, pg_temp.moment_of(n) as at, pg_temp.ref_in_time('T', n) as ref,
      pg_temp.ref_in_time('J', n) as journal_ref, 100 + n * 31 % 100000 as amount,
      case when n % 1000 = 5 then 'USD' else 'IDR' end as currency,
      case when n % 3 = 0 then '00000000000000000000000001' else pg_temp.ref_before('B', 1 + n * 7919 % :wallets) end as owner,
      case when n % 100 between 88 and 92 then :wallets + 1 when n % 10 = 0 then 1 else 1 + n * 7919 % :wallets end as payer,
      case when n % 100 between 93 and 95 then :wallets + 1 when n % 100 in (96, 97) then :wallets + 2
        else 2 + n * 104729 % (:wallets - 1) end as payee,
      case when n % 100 < 88 then 'TRANSFER' when n % 100 < 93 then 'TOPUP' when n % 100 < 96 then 'WITHDRAWAL'
        when n % 100 < 98 then 'FEE' when n % 100 = 98 then 'CAPTURE' else 'REVERSAL' end as type
    from generate_series(1::bigint, :transactions) as n
  ) as drawn`;

const accounts = `
  insert into ledger.accounts (id, account_ref, book_id, owner_type, owner_ref, currency, alias, is_striped, has_limits)
  select pg_temp.id_of(n), pg_temp.ref_before('A', n), books.id, case when n > :wallets then 'SYSTEM' else 'WALLET' end,
    case when n > :wallets then book_ref else pg_temp.ref_before('W', n) end, 'IDR',
    case n - :wallets when 1 then '@world' when 2 then '@fees' end, n > :wallets, n % 10 = 0 and n <= :wallets
  from generate_series(1::bigint, :wallets + 2) as n, ledger.books where name = 'general'`;

const wallets = `
  insert into wallets.wallets (wallet_ref, owner_ref, account_ref, type, currency, name, slug, status, freeze_mode,
    created_at, updated_at)
  select pg_temp.ref_before('W', n), pg_temp.ref_before('B', n), pg_temp.ref_before('A', n),
    case when n % 20 = 0 then 'PENDING' else 'CASH' end, 'IDR', 'Wallet ' || n, 'wallet-' || n,
    case when n % 500 = 3 then 'FROZEN' else 'ACTIVE' end, case when n % 500 = 3 then 'ALL' end, now(), now()
  from generate_series(1::bigint, :wallets) as n`;

const entries = `
  insert into ledger.entries (account_id, stripe, account_version, journal_ref, position, direction, amount, currency,
    balance_after, recorded_at, effective_at)
  select pg_temp.id_of(account), stripe, row_number() over (partition by account, stripe order by n, position), journal_ref,
    position, case position when 1 then 'DEBIT' else 'CREDIT' end, amount, currency, 1000000000, at,
    case when n % 200 = 1 then at - interval '1 day' end
  from payments
  cross join lateral (values (1, payer), (2, payee)) as leg (position, account)
  cross join lateral (select (case when account > :wallets then n % 4 else 0 end)::smallint as stripe) as lane
  where status = 'COMPLETED' and not is_hold`;

// Enough money for everything that is tried afterwards.
const balances = `
  insert into ledger.balances (account_id, stripe, posted_debits, posted_credits, pending_debits, pending_credits,
    min_available, version,
    revision, last_entry_at)
  select accounts.id, coalesce(stripe, 0), coalesce(debits, 0), 1e15, 1e9, 1e9, case when not is_striped then 0 end,
    coalesce(count, 0), coalesce(count, 0), last
  from ledger.accounts
  left join (
    select account_id, stripe, sum(amount) filter (where direction = 'DEBIT') as debits, count(*) as count,
      max(recorded_at) as last
    from ledger.entries group by account_id, stripe
  ) as held on account_id = accounts.id`;

const transactions = `
  insert into transactions.transactions (transaction_ref, type, status, requested_by, amount, currency, source_wallet_ref,
    destination_wallet_ref, is_hold, journal_ref, original_ref, reversed_amount, reference, metadata, failure, created_at,
    completed_at, effective_at)
  select ref, type, status, owner, amount, currency, source, destination, is_hold,
    case when status = 'COMPLETED' and not is_hold then journal_ref end,
    case kind when 98 then pg_temp.ref_in_time('T', n - 20) when 99 then pg_temp.ref_in_time('T', n - 30) end,
    case when kind = 69 then amount else 0 end, case when n % 10 = 4 then 'invoice ' || n end,
    case when n % 10 = 1 then jsonb_build_object('order', n::text, 'channel', 'web') end,
    case when status = 'FAILED' then '{"code": "insufficient_funds", "fields": {}}'::jsonb end, at,
    case when status in ('COMPLETED', 'FAILED') then at end, case when n % 200 = 1 then at - interval '1 day' end
  from payments`;

/** Every table of money and how it is filled, in an order in which each finds what it reads. */
export const moneyTables: readonly (readonly [string, string])[] = [
  ["ledger.accounts", accounts],
  ["wallets.wallets", wallets],
  ["ledger.entries", entries],
  ["ledger.balances", balances],
  [
    "ledger.journals",
    `insert into ledger.journals (journal_ref, transaction_ref, kind, effective_at, recorded_at)
     select journal_ref, ref, case kind when 98 then 'CAPTURE' when 99 then 'REVERSAL' else 'POST' end, at, at
     from payments where status = 'COMPLETED' and not is_hold`,
  ],
  [
    "ledger.holds",
    `insert into ledger.holds (transaction_ref, from_account_id, from_stripe, to_account_id, to_stripe, currency, amount,
       captured, status, expires_at, created_at, ended_at)
     select ref, pg_temp.id_of(payer), 0, pg_temp.id_of(payee), 0, currency, amount, case when kind = 78 then amount else 0 end,
       case when kind = 78 then 'CAPTURED' else 'ACTIVE' end, case when n % 20000 = 11 then now() + interval '1 day' end, at,
       case when kind = 78 then at end
     from payments where is_hold`,
  ],
  [
    "ledger.limits",
    `insert into ledger.limits (id, limit_ref, account_id, direction, period, amount, time_zone, created_at, updated_at)
     select pg_temp.id_of(n), pg_temp.ref_before('C', n), pg_temp.id_of(n), 'DEBIT', 'DAY', 1e12, 'Asia/Jakarta', now(), now()
     from generate_series(10::bigint, :wallets, 10) as n`,
  ],
  [
    "ledger.limit_windows",
    `insert into ledger.limit_windows (limit_id, window_start, used)
     select id, '2026-01-01T17:00:00Z'::timestamptz + day * interval '1 day', 1000
     from ledger.limits, generate_series(0, 90) as day`,
  ],
  [
    "ledger.limit_uses",
    `insert into ledger.limit_uses (transaction_ref, limit_id, window_start)
     select ref, pg_temp.id_of(payer), date_trunc('day', at) from payments where payer % 10 = 0 and payer <= :wallets`,
  ],
  ["transactions.transactions", transactions],
  [
    "transactions.participants",
    `insert into transactions.participants (wallet_ref, transaction_ref)
     select pg_temp.ref_before('W', payer), ref from payments where type = 'FEE'`,
  ],
  [
    "transactions.transaction_reversals",
    `insert into transactions.transaction_reversals (reversal_ref, original_ref, amount, reversed_by, reversed_at)
     select ref, pg_temp.ref_in_time('T', n - 30), amount, owner, at from payments where kind = 99`,
  ],
  [
    "transactions.transaction_audit",
    `insert into transactions.transaction_audit (transaction_ref, version, audit_event, old_status, new_status,
       reversed_amount, changed_at)
     select ref, 2, 'REVERSED', status, status, amount, at from payments where kind = 69`,
  ],
  [
    "platform.idempotency_keys",
    `insert into platform.idempotency_keys (scope, key, operation, request_hash, reply, created_at)
     select owner, 'key-' || n, 'transactions.transfer', sha256(n::text::bytea), jsonb_build_object('transaction_ref', ref), at
     from payments`,
  ],
  [
    "platform.outbox_events",
    // A cluster has used some hundred ids of transactions when it begins, and what has a later one is not read.
    `insert into platform.outbox_events (event_ref, event_type, aggregate_type, aggregate_ref, sequence, payload,
       transaction_xid, created_at)
     select pg_temp.ref_in_time('E', n), 'transaction.completed', 'transaction', ref, 1,
       json_build_object('transaction_ref', ref, 'status', status), (3 + n * 500 / :transactions)::text::xid8, at
     from payments`,
  ],
];
