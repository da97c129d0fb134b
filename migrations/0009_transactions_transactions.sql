create schema transactions;
grant usage on schema transactions to saku_app;

-- The orchestrator's record of one business operation that moves money. What it did to balances is the ledger's to say.
create table transactions.transactions (
  transaction_ref platform.ref primary key,
  type text not null check (type in (
    'TRANSFER', 'TOPUP', 'WITHDRAWAL', 'POSTING', 'FEE', 'EXCHANGE', 'CAPTURE', 'VOID', 'REVERSAL'
  )),
  status text not null check (status in ('INIT', 'WALLET_OK', 'LEDGER_OK', 'COMPLETED', 'FAILED')),
  -- The owner behind whoever asked for it. References are unique within it.
  requested_by platform.ref not null,
  amount platform.minor_units not null check (amount >= 0),
  currency text collate "C" not null,
  -- Null where the other side is a system account, or where there are many.
  source_wallet_ref platform.ref,
  destination_wallet_ref platform.ref,
  is_hold boolean not null default false,
  -- Null until it is posted, and for ever if it never is.
  journal_ref platform.ref,
  -- What a capture, void or reversal acts on.
  original_ref platform.ref,
  reversed_amount platform.minor_units not null default 0,
  reference text check (length(reference) between 1 and 255),
  description text,
  metadata jsonb check (jsonb_typeof(metadata) = 'object'),
  -- The legs, shares and rate of an operation that is more than one source and one destination.
  details jsonb,
  effective_at timestamptz,
  scheduled_for timestamptz,
  -- Why it failed: the code and its fields.
  failure jsonb check (failure ? 'code'),
  -- Counts the changes of this row; also the sequence of its events.
  version bigint not null default 1,
  created_at timestamptz not null,
  completed_at timestamptz,
  constraint transactions_failed_says_why check ((status = 'FAILED') = (failure is not null)),
  constraint transactions_never_reverse_more check (reversed_amount >= 0 and reversed_amount <= amount)
) with (fillfactor = 90);

create unique index transactions_reference on transactions.transactions (requested_by, reference)
  where reference is not null and status <> 'FAILED';
create index transactions_by_source on transactions.transactions (source_wallet_ref, transaction_ref)
  where source_wallet_ref is not null;
create index transactions_by_destination on transactions.transactions (destination_wallet_ref, transaction_ref)
  where destination_wallet_ref is not null;
create index transactions_by_original on transactions.transactions (original_ref) where original_ref is not null;
create index transactions_unfinished on transactions.transactions (status, transaction_ref) where status <> 'COMPLETED';
create index transactions_by_metadata on transactions.transactions using gin (metadata jsonb_path_ops)
  where metadata is not null;

-- The wallets of an operation that has more of them than a source and a destination.
create table transactions.participants (
  wallet_ref platform.ref not null,
  transaction_ref platform.ref not null,
  primary key (wallet_ref, transaction_ref)
);

-- Which reversal took back how much of what, and why.
create table transactions.transaction_reversals (
  reversal_ref platform.ref primary key,
  original_ref platform.ref not null,
  amount platform.minor_units not null check (amount > 0),
  reason text,
  reversed_by platform.ref not null,
  reversed_at timestamptz not null
);

create index transaction_reversals_by_original on transactions.transaction_reversals (original_ref);

-- Every later change of a transaction. Its first state is the transaction itself; a trigger writes these, so that no
-- change goes without one.
create table transactions.transaction_audit (
  transaction_ref platform.ref not null,
  version bigint not null,
  audit_event text not null check (audit_event in ('STATUS_UPDATED', 'REVERSED')),
  old_status text not null,
  new_status text not null,
  reversed_amount platform.minor_units not null,
  changed_at timestamptz not null default clock_timestamp(),
  primary key (transaction_ref, version)
);

-- Commands that wait for their time.
create table transactions.scheduled_commands (
  transaction_ref platform.ref primary key,
  -- When it is to be done, or tried again.
  due_at timestamptz not null,
  -- How often the database has said that it could not be done.
  attempts integer not null default 0,
  command jsonb not null
);

create index scheduled_commands_by_time on transactions.scheduled_commands (due_at);

grant select on transactions.transactions, transactions.participants, transactions.transaction_reversals,
  transactions.transaction_audit, transactions.scheduled_commands to saku_app;
