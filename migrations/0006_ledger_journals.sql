-- What happened to money, for ever: journals and their entries. Nothing here is ever changed or removed.

alter table ledger.accounts
  -- An account without a floor that every lane touches has a balance row a lane, so that lanes never wait for each other.
  add column is_striped boolean not null default false,
  -- Says that limits have to be read before this account is posted to.
  add column has_limits boolean not null default false;

alter table ledger.balances
  -- Counts every change of the row, also those that leave no entry, and so orders copies of it.
  add column revision bigint not null default 0 check (revision >= version),
  -- Says under the lock of this row that its account is closed, blocked or limited, so that whoever holds the row need not
  -- ask the account again.
  add column has_conditions boolean not null default false;

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

create index journals_by_transaction on ledger.journals (transaction_ref);

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
