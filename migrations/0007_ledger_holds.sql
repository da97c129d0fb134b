-- Money that is promised and has not moved.
create table ledger.holds (
  -- The transaction that promised it.
  transaction_ref platform.ref primary key,
  from_account_id uuid not null,
  from_stripe smallint not null,
  to_account_id uuid not null,
  to_stripe smallint not null,
  currency text collate "C" not null,
  amount platform.minor_units not null check (amount > 0),
  captured platform.minor_units not null default 0,
  status text not null default 'ACTIVE' check (status in ('ACTIVE', 'CAPTURED', 'VOIDED', 'EXPIRED')),
  expires_at timestamptz,
  created_at timestamptz not null,
  ended_at timestamptz,
  constraint holds_never_capture_more check (captured >= 0 and captured <= amount),
  constraint holds_ended_says_when check ((status = 'ACTIVE') = (ended_at is null))
) with (fillfactor = 80);

create index holds_active_by_source on ledger.holds (from_account_id, expires_at) where status = 'ACTIVE';
create index holds_active_by_destination on ledger.holds (to_account_id, expires_at) where status = 'ACTIVE';
create index holds_active_by_expiry on ledger.holds (expires_at) where status = 'ACTIVE';

-- How much may move in one transaction, or within a calendar day or month of a time zone.
create table ledger.limits (
  id uuid primary key default uuidv7(),
  limit_ref platform.ref not null unique,
  account_id uuid not null references ledger.accounts (id),
  direction text not null check (direction in ('DEBIT', 'CREDIT')),
  period text not null check (period in ('TRANSACTION', 'DAY', 'MONTH')),
  amount platform.minor_units not null check (amount >= 0),
  time_zone text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint limits_one_a_kind unique (account_id, direction, period)
);

create table ledger.limit_windows (
  limit_id uuid not null references ledger.limits (id) on delete cascade,
  window_start timestamptz not null,
  used platform.minor_units not null check (used >= 0),
  primary key (limit_id, window_start)
) with (fillfactor = 80);

-- What a transaction took from a window, so that what is given back returns to the window it came from.
create table ledger.limit_uses (
  transaction_ref platform.ref not null,
  limit_id uuid not null references ledger.limits (id) on delete cascade,
  window_start timestamptz not null,
  primary key (transaction_ref, limit_id)
);

create index limit_uses_by_window on ledger.limit_uses (limit_id, window_start);

-- What one command takes of one allowance: a fixed part, and so many times the amount that it turns out to have.
create type ledger.allowance_use as (
  turn integer,
  allowance_n integer,
  -- 1 for what is new, -1 for what is given back, 0 where nothing is remembered.
  sign integer,
  fixed numeric,
  shares integer
);

grant select on ledger.holds, ledger.limits, ledger.limit_windows, ledger.limit_uses to saku_app;
