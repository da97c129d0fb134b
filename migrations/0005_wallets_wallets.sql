create schema wallets;
grant usage on schema wallets to saku_app;

-- A wallet holds no money: its balance is the balance of its ledger account.
create table wallets.wallets (
  id uuid primary key default uuidv7(),
  wallet_ref platform.ref not null unique,
  owner_ref platform.ref not null,
  -- By value: a foreign key would tie two contexts together. wallets.reconcile stands in for it.
  account_ref platform.ref not null unique,
  type text not null check (type in ('CASH', 'PENDING', 'PLATFORM')),
  currency text collate "C" not null,
  name text not null check (length(name) between 1 and 50),
  slug text not null check (slug ~ '^[a-z0-9]([a-z0-9-]{0,48}[a-z0-9])?$'),
  status text not null default 'ACTIVE' check (status in ('ACTIVE', 'FROZEN', 'CLOSED')),
  freeze_mode text check (freeze_mode in ('ALL', 'DEBIT_ONLY', 'CREDIT_ONLY')),
  -- Counts the changes of this row; also its ETag and the sequence of its events.
  version bigint not null default 1 check (version > 0),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  closed_at timestamptz,
  constraint wallets_one_a_type unique (owner_ref, type, currency),
  constraint wallets_slug unique (owner_ref, slug),
  constraint wallets_frozen_says_how check ((status = 'FROZEN') = (freeze_mode is not null)),
  constraint wallets_closed_says_when check ((status = 'CLOSED') = (closed_at is not null))
);

create index wallets_by_owner on wallets.wallets (owner_ref, wallet_ref);
create index wallets_by_status on wallets.wallets (status, wallet_ref) where status <> 'ACTIVE';

grant select on wallets.wallets to saku_app;
