// What the year of payments left with those who hear of events: where each group stands, the read models, the log, webhooks.

// Months that lie behind have no partition, because none was made ahead for them.
export const eventPartitions = `
  do $$
  declare
    _month timestamptz;
  begin
    set local timezone = 'UTC';
    for _month in select '2026-01-01'::timestamptz + n * interval '1 month' from generate_series(0, 9) as n loop
      execute format('create table if not exists audit.%I partition of audit.audit_logs for values from (%L) to (%L)',
        'audit_logs_' || to_char(_month, 'YYYY_MM'), _month, _month + interval '1 month');
    end loop;
  end
  $$`;

const groups = "unnest(array['audit', 'readmodels', 'webhooks']) as consumer_group";

const readmodelsEntries = `
  insert into readmodels.entries_0 (account_ref, stripe, version, generation, journal_ref, transaction_ref, transaction_type,
    wallet_ref, entry_type, amount, currency, balance_after, created_at)
  select account_ref, stripe, account_version, 0, journal_ref, ref, type,
    case when accounts.owner_type = 'WALLET' then accounts.owner_ref end, direction, entries.amount, entries.currency,
    balance_after, recorded_at
  from ledger.entries
  join ledger.accounts on accounts.id = account_id
  join payments using (journal_ref)`;

// All of it in three months, so that each of their partitions is large when the other tables are.
const auditLogs = `
  insert into audit.audit_logs (log_id, event_ref, event_type, context, entity_type, entity_ref, actor_ref, actor_type, action,
    outcome, new_values, metadata, trace_id, occurred_at, recorded_at, entry_hash)
  select n, pg_temp.ref_in_time('E', n), case when n % 5000 = 9 then 'wallet.frozen' else 'transaction.completed' end,
    case when n % 5000 = 9 then 'wallets' else 'transactions' end, case when n % 5000 = 9 then 'wallet' else 'transaction' end,
    case when n % 5000 = 9 then pg_temp.ref_before('W', 1 + n % :wallets) else ref end, owner, 'OWNER',
    case when n % 5000 = 9 then 'frozen' else 'completed' end, case when n % 1000 = 3 then 'FAILED' else 'DONE' end,
    jsonb_build_object('transaction_ref', ref), '{"sequence": 1}', md5(n::text), logged_at, logged_at,
    sha256(n::text::bytea)
  from payments
  cross join lateral (
    select date_trunc('milliseconds', '2026-08-01T00:00:00Z'::timestamptz + (at - '2026-01-01T00:00:00Z') * 0.29) as logged_at
  ) as moved`;

const deliveries = `
  insert into webhooks.webhook_deliveries (delivery_ref, endpoint_id, event_ref, event_type, aggregate_ref, sequence, body,
    status, attempts, due_at, last_status, created_at, ended_at)
  select pg_temp.ref_in_time('D', n), pg_temp.id_of(n % 20), pg_temp.ref_in_time('E', n), 'transaction.completed', ref, 1,
    json_build_object('id', n), kept.status, case when kept.status = 'PENDING' then 0 else 1 end,
    case when kept.status = 'PENDING' then at end, case when kept.status <> 'PENDING' then 200 end, at,
    case when kept.status <> 'PENDING' then at end
  from payments
  cross join lateral (
    select case when n % 1000 = 7 then 'PENDING' when n % 1000 = 8 then 'FAILED' else 'DELIVERED' end as status
  ) as kept`;

/** Every table and how it is filled, after those that are about money. */
export const eventTables: readonly (readonly [string, string])[] = [
  [
    "platform.inbox_positions",
    `insert into platform.inbox_positions (consumer_group, aggregate_type, aggregate_ref, sequence)
     select consumer_group, 'transaction', ref, 1 from payments, ${groups}`,
  ],
  [
    "platform.parked_events",
    `insert into platform.parked_events (consumer_group, aggregate_type, aggregate_ref, sequence, event, reason,
       dead_letter_ref, attempts, failed_at)
     select 'audit', 'transaction', ref, 2, 
       json_build_object('id', pg_temp.ref_in_time('E', n), 'type', 'transaction.completed'), 'DEAD',
       pg_temp.ref_in_time('D', n), 8, at
     from payments where n % 50 = 1`,
  ],
  [
    "readmodels.balances_0",
    `insert into readmodels.balances_0 (wallet_ref, generation, owner_ref, currency, account_ref, balance, version, revision,
       last_updated)
     select wallet_ref, 0, owner_ref, currency, account_ref, 1000, 1, 1, now() from wallets.wallets`,
  ],
  ["readmodels.entries_0", readmodelsEntries],
  [
    "readmodels.facts_0",
    `insert into readmodels.facts_0 (transaction_ref, generation, wallet_ref, amount, currency, type, status, sequence,
       created_at, updated_at)
     select ref, 0, coalesce(source, destination), amount, currency, type, status, 1, at, at from payments`,
  ],
  [
    "readmodels.snapshots_0",
    `insert into readmodels.snapshots_0 (wallet_ref, stripe, date, generation, currency, closing_balance, closing_version,
       total_debit, total_credit)
     select wallet_ref, stripe, (created_at at time zone 'Asia/Jakarta')::date, 0, max(currency), 1000, max(version),
       sum(amount), 0
     from readmodels.entries_0 where wallet_ref is not null group by 1, 2, 3`,
  ],
  [
    "webhooks.webhook_endpoints",
    `insert into webhooks.webhook_endpoints (id, endpoint_ref, owner_ref, url, audience, event_types, is_ordered,
       sealed_secret, created_at, updated_at)
     select pg_temp.id_of(n), pg_temp.ref_before('H', n), pg_temp.ref_before('B', 1 + n), 'https://shop.example.com/saku',
       case when n < 2 then 'ALL' else 'OWN' end, '{}', n % 2 = 0, 'sealed', now(), now()
     from generate_series(0, 19) as n`,
  ],
  ["webhooks.webhook_deliveries", deliveries],
  [
    "webhooks.delivery_attempts",
    `insert into webhooks.delivery_attempts (delivery_id, attempt, attempted_at, duration_ms, url, request_headers)
     select id, 1, created_at, 5, 'https://shop.example.com/saku', '{}' from webhooks.webhook_deliveries where attempts = 1`,
  ],
  ["audit.audit_logs", auditLogs],
  [
    "audit.audit_event_ids",
    `insert into audit.audit_event_ids (event_ref, occurred_at) select pg_temp.ref_in_time('E', n), at from payments`,
  ],
];
