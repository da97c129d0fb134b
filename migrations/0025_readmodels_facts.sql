-- Every entry of the ledger, as events told it. Rows are written once; they go only with their whole generation.
create table readmodels.entries (
  account_ref platform.ref not null,
  stripe smallint not null,
  version bigint not null check (version > 0),
  generation smallint not null,
  journal_ref platform.ref not null,
  transaction_ref platform.ref not null,
  transaction_type text collate "C" not null,
  wallet_ref platform.ref,
  entry_type text collate "C" not null check (entry_type in ('DEBIT', 'CREDIT')),
  amount platform.minor_units not null check (amount > 0),
  currency text collate "C" not null,
  balance_after platform.minor_units not null,
  created_at timestamptz not null,
  primary key (account_ref, stripe, version, generation)
) partition by list (generation);

create table readmodels.entries_0 partition of readmodels.entries for values in (0);
create table readmodels.entries_1 partition of readmodels.entries for values in (1);
create index entries_by_journal on readmodels.entries (journal_ref, account_ref, stripe, version);

-- One row a transaction: what it is now.
create table readmodels.facts (
  transaction_ref platform.ref not null,
  generation smallint not null,
  -- Whose business it was: the source, or else the destination.
  wallet_ref platform.ref,
  amount platform.minor_units not null check (amount >= 0),
  reversed_amount platform.minor_units not null default 0 check (reversed_amount >= 0),
  currency text collate "C" not null,
  type text collate "C" not null,
  status text collate "C" not null,
  failure_code text,
  -- How many events made the row what it is.
  sequence bigint not null check (sequence > 0),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (transaction_ref, generation)
) partition by list (generation);

create table readmodels.facts_0 partition of readmodels.facts for values in (0) with (fillfactor = 90);
create table readmodels.facts_1 partition of readmodels.facts for values in (1) with (fillfactor = 90);
-- Refs are made before what they name is written, so a day's are not told by their refs.
create index facts_by_time on readmodels.facts (created_at);
create index facts_by_wallet on readmodels.facts (wallet_ref, transaction_ref);

-- What happened to a wallet on a business day. A day without an entry has no row.
create table readmodels.snapshots (
  wallet_ref platform.ref not null,
  stripe smallint not null,
  date date not null,
  generation smallint not null,
  currency text collate "C" not null,
  closing_balance platform.minor_units not null,
  -- Of the entry that the closing balance comes after: entries may be told in another order than they were made.
  closing_version bigint not null check (closing_version > 0),
  total_debit platform.minor_units not null check (total_debit >= 0),
  total_credit platform.minor_units not null check (total_credit >= 0),
  primary key (wallet_ref, stripe, date, generation)
) partition by list (generation);

create table readmodels.snapshots_0 partition of readmodels.snapshots for values in (0) with (fillfactor = 70);
create table readmodels.snapshots_1 partition of readmodels.snapshots for values in (1) with (fillfactor = 70);

create view readmodels.ledger_entries_view as
select journal_ref, transaction_ref, transaction_type, account_ref, wallet_ref, stripe, version, entry_type, amount,
  currency, balance_after, created_at
from readmodels.entries
where generation = (select generation from readmodels.projections where name = 'ledger_entries_view');

-- A wallet's side of the same rows.
create view readmodels.wallet_transactions_view as
select transaction_ref, wallet_ref, entry_type as mutation_type, amount, created_at, transaction_type, journal_ref,
  account_ref, stripe, version, currency, balance_after
from readmodels.ledger_entries_view
where wallet_ref is not null;

create view readmodels.transaction_facts as
select facts.transaction_ref, owners.owner_ref as user_ref, facts.wallet_ref, facts.amount, facts.reversed_amount,
  facts.currency, facts.type, facts.status, facts.failure_code, facts.sequence, facts.created_at, facts.updated_at
from readmodels.facts
left join readmodels.balances as owners on owners.wallet_ref = facts.wallet_ref and owners.stripe = 0
  and owners.generation = (select generation from readmodels.projections where name = 'wallet_balances_view')
where facts.generation = (select generation from readmodels.projections where name = 'transaction_facts');

-- A wallet that counts in stripes closes with what each last closed with: one look into the index each, its days are many.
create view readmodels.daily_wallet_snapshot as
select day.wallet_ref, day.date, closing.balance - day.total_credit + day.total_debit as opening_balance,
  closing.balance as closing_balance, day.total_debit, day.total_credit, day.currency, zone.time_zone
from readmodels.projections as zone
cross join lateral (
  select wallet_ref, date, generation, sum(total_debit) as total_debit, sum(total_credit) as total_credit,
    max(currency) as currency
  from readmodels.snapshots
  where generation = zone.generation
  group by wallet_ref, date, generation
) as day
cross join lateral (
  select sum(last_of_stripe.closing_balance) as balance
  from generate_series(0, (
    select stripe
    from readmodels.snapshots
    where wallet_ref = day.wallet_ref and generation = day.generation
    order by stripe desc
    limit 1
  )) as one (stripe)
  cross join lateral (
    select closing_balance
    from readmodels.snapshots
    where wallet_ref = day.wallet_ref and snapshots.stripe = one.stripe and date <= day.date
      and generation = day.generation
    order by date desc
    limit 1
  ) as last_of_stripe
) as closing
where zone.name = 'daily_wallet_snapshot';

grant select on readmodels.ledger_entries_view, readmodels.wallet_transactions_view, readmodels.transaction_facts,
  readmodels.daily_wallet_snapshot to saku_app;
