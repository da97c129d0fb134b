-- A condition on what a wallet holds, looked at when events tell of the wallet and never while money moves.
create table webhooks.balance_monitors (
  id uuid primary key default uuidv7(),
  monitor_ref platform.ref not null unique,
  owner_ref platform.ref not null,
  wallet_ref platform.ref not null,
  currency text collate "C" not null,
  -- DEBITS and CREDITS are what has left and what has come since the monitor was made.
  measure text not null check (measure in ('BALANCE', 'AVAILABLE', 'PENDING', 'DEBITS', 'CREDITS')),
  operator text not null check (operator in ('>', '>=', '<', '<=', '=')),
  threshold platform.minor_units not null,
  -- How far beyond the threshold the value has to go back before the monitor may trigger again.
  hysteresis platform.minor_units not null check (hysteresis >= 0),
  -- An armed monitor triggers when its condition becomes true; it is armed again when the value has gone back far enough.
  is_armed boolean not null,
  value platform.minor_units not null,
  -- How many entries of the wallet are in the value, and the moment of the last fact: what comes late changes nothing.
  seen_version bigint not null,
  seen_at timestamptz not null,
  begun_version bigint not null,
  triggers bigint not null default 0 check (triggers >= 0),
  triggered_at timestamptz,
  -- Counts the changes of this row that are announced; also the sequence of its events.
  version bigint not null default 1 check (version > 0),
  created_at timestamptz not null,
  constraint balance_monitors_equals_has_no_width check (operator <> '=' or hysteresis = 0)
);

create index balance_monitors_by_wallet on webhooks.balance_monitors (wallet_ref);
create index balance_monitors_by_owner on webhooks.balance_monitors (owner_ref, monitor_ref);
