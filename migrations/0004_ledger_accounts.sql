create schema ledger;
grant usage on schema ledger to saku_app;

-- Groups of accounts with their own trial balance.
create table ledger.books (
  id uuid primary key default uuidv7(),
  book_ref platform.ref not null unique,
  name text not null unique check (name ~ '^[a-z][a-z0-9_-]{0,49}$'),
  created_at timestamptz not null default clock_timestamp()
);

insert into ledger.books (book_ref, name) values ('00000000000000000000000B01', 'general');

-- What an account is. What it holds stands in ledger.balances. The owner is a ref and never a join.
create table ledger.accounts (
  id uuid primary key default uuidv7(),
  account_ref platform.ref not null unique,
  book_id uuid not null references ledger.books (id),
  owner_type text not null check (owner_type ~ '^[A-Z_]{2,20}$'),
  owner_ref platform.ref not null,
  currency text collate "C" not null,
  alias text check (alias ~ '^@[a-z][a-z0-9_]{0,49}$'),
  debit_blocked boolean not null default false,
  credit_blocked boolean not null default false,
  closed boolean not null default false,
  created_at timestamptz not null default clock_timestamp(),
  constraint accounts_alias unique (book_id, currency, alias)
);

create index accounts_by_owner on ledger.accounts (owner_ref);

-- One narrow hot row an account, or one a stripe for an account that every lane touches.
create table ledger.balances (
  account_id uuid not null references ledger.accounts (id),
  stripe smallint not null default 0 check (stripe >= 0),
  posted_debits platform.minor_units not null default 0,
  posted_credits platform.minor_units not null default 0,
  pending_debits platform.minor_units not null default 0,
  pending_credits platform.minor_units not null default 0,
  -- Null leaves the account unconstrained, 0 forbids an overdraft, -n allows one of n.
  min_available platform.minor_units,
  version bigint not null default 0,
  last_entry_at timestamptz,
  primary key (account_id, stripe),
  constraint balances_never_negative check (
    posted_debits >= 0 and posted_credits >= 0 and pending_debits >= 0 and pending_credits >= 0
  ),
  constraint balances_version check (version >= 0)
) with (fillfactor = 70);

grant select on ledger.books, ledger.accounts, ledger.balances to saku_app;
