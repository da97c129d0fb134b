-- What happened to money, for ever: journals and their entries. Nothing here is ever changed or removed.

alter table ledger.accounts
  -- An account without a floor that every lane touches has a balance row a lane, so that lanes never wait for each other.
  add column is_striped boolean not null default false,
  -- Says that limits have to be read before this account is posted to.
  add column has_limits boolean not null default false;

-- Counts every change of the row, also those that leave no entry, and so orders copies of it.
alter table ledger.balances add column revision bigint not null default 0 check (revision >= version);

update ledger.accounts
set is_striped = true
where id in (select account_id from ledger.balances where min_available is null);

create table ledger.journals (
  journal_ref platform.ref primary key,
  -- By value: the orchestrator's record lies in another context.
  transaction_ref platform.ref not null,
  kind text not null check (kind in ('POST', 'CAPTURE', 'REVERSAL')),
  -- When it counts, where that is not when it was recorded.
  effective_at timestamptz not null,
  recorded_at timestamptz not null,
  -- recorded_at is not the order of commits; whoever reads "everything since" reads below the horizon of this.
  transaction_xid xid8 not null default pg_current_xact_id()
);

create index journals_by_horizon on ledger.journals (transaction_xid, journal_ref);

create table ledger.entries (
  account_id uuid not null,
  stripe smallint not null,
  -- Gapless: an account's n-th entry is its n-th version.
  account_version bigint not null check (account_version > 0),
  journal_ref platform.ref not null,
  -- The place of the leg in its journal.
  position smallint not null check (position > 0),
  direction text not null check (direction in ('DEBIT', 'CREDIT')),
  amount platform.minor_units not null check (amount > 0 and amount <= 1e30),
  currency text collate "C" not null,
  balance_after platform.minor_units not null check (abs(balance_after) <= 1e36),
  recorded_at timestamptz not null,
  -- Only where it differs from recorded_at, which makes the rare ones cheap to find.
  effective_at timestamptz check (effective_at <> recorded_at),
  primary key (account_id, stripe, account_version)
);

create index entries_by_journal on ledger.entries (journal_ref);
create index entries_effective_elsewhen on ledger.entries (account_id, effective_at) where effective_at is not null;

grant select on ledger.journals, ledger.entries to saku_app;

-- What the functions hand to one another. Account ids ride in them from one ledger function to the next.
create type ledger.working_account as (
  n integer,
  account_id uuid,
  stripe smallint,
  account_ref text,
  alias text,
  owner_type text,
  owner_ref text,
  currency text,
  -- One minor unit as a fraction of the currency: 0.01 for USD. A product with it is exact, and shows all decimals.
  unit numeric,
  is_striped boolean,
  has_limits boolean,
  debit_blocked boolean,
  credit_blocked boolean,
  closed boolean,
  posted_debits numeric,
  posted_credits numeric,
  pending_debits numeric,
  pending_credits numeric,
  min_available numeric,
  version bigint,
  revision bigint,
  last_entry_at timestamptz
);

-- One leg of a command: an account by its ref or its alias, and what it is debited or credited.
create type ledger.leg as (
  command_n integer,
  position integer,
  account_ref text,
  alias text,
  currency text,
  direction text,
  -- Null takes the amount that the command turns out to have.
  amount numeric
);

-- What the ledger is asked to do. Commands arrive in the order in which they take effect.
create type ledger.command as (
  n integer,
  kind text,
  transaction_ref text,
  journal_ref text,
  amount numeric,
  -- The transaction that is captured, voided, expired or reversed.
  original_ref text,
  original_journal_ref text,
  -- How much of the original may still be reversed; what a hold has left is the ledger's own knowledge.
  reversible numeric,
  is_final boolean,
  expires_at timestamptz,
  effective_at timestamptz,
  chain text,
  guards jsonb,
  -- Decided before the ledger was asked; such a command only breaks its chain.
  refusal text,
  refusal_fields jsonb
);

-- What became of a command. A null code means that it was applied.
create type ledger.outcome as (
  n integer,
  code text,
  fields jsonb,
  -- What was moved or promised.
  amount numeric,
  -- How much of a promise was given back; a new promise is less than nothing.
  freed numeric,
  -- Whether the original has ended with this command.
  is_end boolean
);

-- What a command left: its outcome, and the legs and balances after it as they are told outside.
create type ledger.posting as (
  n integer,
  transaction_ref text,
  code text,
  fields jsonb,
  amount numeric,
  is_end boolean,
  recorded_at timestamptz,
  legs jsonb,
  balances jsonb
);
