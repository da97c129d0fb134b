-- What is read often and kept a second time for it: built from events alone, and built anew from them at any time.
create schema readmodels;
grant usage on schema readmodels to saku_app;

-- Every projection is kept in one of two generations, which are partitions. Readers see the live one; a rebuild fills the
-- other from the events and takes its place in one commit.
create table readmodels.projections (
  name text collate "C" primary key check (name ~ '^[a-z_]{3,50}$'),
  generation smallint not null default 0 check (generation in (0, 1)),
  building smallint check (building <> generation),
  rebuild_ref platform.ref,
  -- Up to where the rebuild has come: what happened to the things before it, the other generation knows too.
  after_type text collate "C" not null default '',
  after_ref text collate "C" not null default '',
  events_read bigint not null default 0 check (events_read >= 0),
  -- How many there were to read when it began, counted as the server estimates it.
  events_expected bigint not null default 0 check (events_expected >= 0),
  started_at timestamptz,
  finished_at timestamptz,
  -- Where a business day begins; only snapshots have days, and another zone takes a rebuild.
  time_zone text not null default 'Asia/Jakarta' check (length(time_zone) between 1 and 50),
  building_time_zone text check (length(building_time_zone) between 1 and 50),
  constraint projections_building_since check (building is null or (started_at, rebuild_ref) is not null),
  constraint projections_building_where check ((building is null) = (building_time_zone is null))
);

insert into readmodels.projections (name)
values ('wallet_balances_view'), ('ledger_entries_view'), ('transaction_facts'), ('daily_wallet_snapshot');

-- When the newest event was written that has been read. One row; it is the last that a batch locks.
create table readmodels.progress (
  consumer_group text collate "C" primary key,
  as_of timestamptz not null
);

insert into readmodels.progress (consumer_group, as_of) values ('readmodels', '1970-01-01T00:00:00Z');

-- What wallets hold. A PLATFORM wallet counts in stripes and has a row for each; every other one has stripe 0.
create table readmodels.balances (
  wallet_ref platform.ref not null,
  stripe smallint not null default 0 check (stripe >= 0),
  generation smallint not null,
  -- Null until the event that opened the wallet was read: events about other things may come first.
  owner_ref platform.ref,
  currency text collate "C" not null,
  -- Null until the first leg.
  account_ref platform.ref,
  balance platform.minor_units not null default 0,
  pending_in platform.minor_units not null default 0,
  pending_out platform.minor_units not null default 0,
  -- Null for a wallet without a floor.
  overdraft platform.minor_units,
  version bigint not null default 0 check (version >= 0),
  -- Counts whatever changed the row, one by one, and so orders copies of it.
  revision bigint not null check (revision > 0),
  last_updated timestamptz not null,
  primary key (wallet_ref, stripe, generation)
) partition by list (generation);

create table readmodels.balances_0 partition of readmodels.balances for values in (0) with (fillfactor = 70);
create table readmodels.balances_1 partition of readmodels.balances for values in (1) with (fillfactor = 70);

-- What is promised and has not ended, so that the end gives back what the beginning took. Events tell no one order of the
-- promises of a wallet, so they are counted one by one.
create table readmodels.holds (
  transaction_ref platform.ref not null,
  generation smallint not null,
  source_wallet_ref platform.ref,
  destination_wallet_ref platform.ref,
  currency text collate "C" not null,
  remaining platform.minor_units not null,
  primary key (transaction_ref, generation),
  constraint holds_never_give_back_more check (remaining >= 0)
) partition by list (generation);

create table readmodels.holds_0 partition of readmodels.holds for values in (0);
create table readmodels.holds_1 partition of readmodels.holds for values in (1);

-- Things whose rows another store was not told, because it was away: it is told what they are then.
create table readmodels.late_copies (
  store text collate "C" not null check (store in ('EDGE', 'ANALYTICS')),
  kind text collate "C" not null check (kind in ('WALLET', 'TRANSACTION', 'JOURNAL')),
  ref platform.ref not null,
  noted_at timestamptz not null,
  primary key (store, kind, ref)
);

create view readmodels.wallet_balances_view as
select wallet_ref, max(owner_ref) as owner_ref, max(currency) as currency, max(account_ref) as account_ref,
  sum(balance) as balance, sum(pending_in) as pending_in, sum(pending_out) as pending_out, max(overdraft) as overdraft,
  sum(version)::bigint as version, sum(revision)::bigint as revision, max(last_updated) as last_updated
from readmodels.balances
where generation = (select generation from readmodels.projections where name = 'wallet_balances_view')
group by wallet_ref;

-- What a leg of a transaction says of an account, with its amounts in minor units.
create type readmodels.leg as (
  aggregate_ref text,
  transaction_ref text,
  transaction_type text,
  -- Null for a leg that only promises.
  journal_ref text,
  account_ref text,
  wallet_ref text,
  stripe smallint,
  version bigint,
  direction text,
  amount numeric,
  currency text,
  balance numeric,
  recorded_at timestamptz
);

-- A generation that is written to, and up to which thing; null is all of them.
create type readmodels.target as (generation smallint, until_type text, until_ref text, time_zone text);

-- Where a rebuild has come to.
create type readmodels.place as (aggregate_ref text collate "C", aggregate_type text collate "C");

grant select on readmodels.projections, readmodels.progress, readmodels.wallet_balances_view to saku_app;
