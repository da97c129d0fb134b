-- Money that is to be given back, because we asked for it or because the provider said that it was.
create table payments.refunds (
  id uuid primary key default uuidv7(),
  refund_ref platform.ref not null unique,
  charge_id uuid not null references payments.charges,
  amount platform.minor_units not null check (amount > 0),
  -- How the amount was shared, known when it was posted.
  net_amount platform.minor_units,
  fee_amount platform.minor_units,
  status text not null default 'REQUESTED' check (status in ('REQUESTED', 'SENT', 'COMPLETED', 'FAILED')),
  reason text check (length(reason) between 1 and 200),
  -- Null where the provider gave it back without being asked by us.
  requested_by platform.ref,
  failure_reason text collate "C" check (failure_reason ~ '^[A-Za-z0-9_.-]{1,60}$'),
  transaction_ref platform.ref,
  created_at timestamptz not null,
  -- Since when an answer is waited for, and when it is asked for again; after long enough a person takes over.
  asked_at timestamptz not null default clock_timestamp(),
  check_at timestamptz default clock_timestamp() + interval '30 seconds',
  completed_at timestamptz,
  constraint refunds_are_shared_whole check (net_amount + fee_amount = amount),
  constraint refunds_completed_says_when check ((status = 'COMPLETED') = (completed_at is not null))
);

create index refunds_by_charge on payments.refunds (charge_id, refund_ref);
create index refunds_open on payments.refunds (asked_at) where status in ('REQUESTED', 'SENT');

-- One posting that a charge has caused or is about to. It is written before the ledger is asked, and its ref and attempt
-- are the key that the ledger is asked with, so that an answer that was lost is asked for again and moves nothing twice.
create table payments.movements (
  movement_ref platform.ref primary key,
  charge_id uuid not null references payments.charges,
  kind text not null check (kind in (
    'PAY', 'SETTLE', 'REFUND', 'CHARGEBACK', 'CHARGEBACK_WON', 'COLLECT'
  )),
  net_amount platform.minor_units not null check (net_amount >= 0),
  fee_amount platform.minor_units not null check (fee_amount >= 0),
  -- Which wallet of the payee it is about.
  payee_wallet text not null check (payee_wallet in ('PENDING', 'CASH')),
  -- How much of the net the payee's wallet did not have: the platform pays it, and the payee owes it.
  shortfall platform.minor_units not null default 0 check (shortfall >= 0),
  refund_id uuid references payments.refunds,
  -- Where an operator sends a settlement that the payee's CASH wallet cannot take.
  into_wallet_ref platform.ref,
  status text not null default 'PENDING' check (status in ('PENDING', 'POSTED', 'DROPPED')),
  attempt integer not null default 1 check (attempt > 0),
  next_attempt_at timestamptz not null,
  -- Why it does not go on: the ledger's code and fields.
  failure jsonb check (failure ? 'code'),
  transaction_ref platform.ref,
  created_at timestamptz not null,
  posted_at timestamptz,
  constraint movements_posted_says_where check (
    (status = 'POSTED') = (posted_at is not null) and (status = 'POSTED') = (transaction_ref is not null)
  ),
  constraint movements_fall_short_of_the_net check (shortfall <= net_amount)
) with (fillfactor = 85);

-- A charge is paid and settled once, and does one thing at a time.
create unique index movements_once on payments.movements (charge_id, kind)
  where kind in ('PAY', 'SETTLE') and status <> 'DROPPED';
create unique index movements_one_at_a_time on payments.movements (charge_id) where status = 'PENDING';
create index movements_pending on payments.movements (next_attempt_at) where status = 'PENDING';

-- What a payee owes, because money was given back that they no longer had.
create table payments.receivables (
  receivable_ref platform.ref primary key,
  payee_ref platform.ref not null,
  charge_id uuid not null references payments.charges,
  currency text collate "C" not null,
  amount platform.minor_units not null check (amount > 0),
  collected_amount platform.minor_units not null default 0,
  created_at timestamptz not null,
  collected_at timestamptz,
  constraint receivables_collect_no_more check (collected_amount >= 0 and collected_amount <= amount),
  constraint receivables_collected_says_when check ((collected_amount = amount) = (collected_at is not null))
);

create index receivables_open on payments.receivables (payee_ref, receivable_ref) where collected_at is null;

-- What a provider sent, as it came. Nothing that it says is believed: it is a reason to ask.
create table payments.notifications (
  id uuid primary key default uuidv7(),
  notification_ref platform.ref not null unique,
  provider text collate "C" not null check (provider in ('SANDBOX', 'MIDTRANS', 'XENDIT', 'STRIPE')),
  -- What the provider repeats when it sends the same thing again.
  event_key text collate "C" not null check (length(event_key) between 1 and 255),
  subject text not null check (subject in ('CHARGE', 'PAYOUT', 'OTHER')),
  -- Ours, where the provider names it.
  subject_ref text collate "C" check (length(subject_ref) <= 100),
  external_reference text collate "C" check (length(external_reference) <= 255),
  raw_body bytea not null check (octet_length(raw_body) <= 262144),
  headers jsonb not null check (jsonb_typeof(headers) = 'object'),
  status text not null default 'RECEIVED' check (status in ('RECEIVED', 'PROCESSED', 'QUARANTINED', 'DISMISSED')),
  -- What did not agree, and what was expected and found.
  fault jsonb check (fault ? 'code'),
  -- An operator has seen that it came too late, and takes the money.
  is_late_accepted boolean not null default false,
  deliveries integer not null default 1 check (deliveries > 0),
  attempts integer not null default 0 check (attempts >= 0),
  next_attempt_at timestamptz not null,
  received_at timestamptz not null,
  processed_at timestamptz,
  resolved_by platform.ref,
  constraint notifications_once unique (provider, event_key),
  constraint notifications_quarantined_says_why check (status <> 'QUARANTINED' or fault is not null),
  constraint notifications_processed_says_when check ((status = 'PROCESSED') = (processed_at is not null))
) with (fillfactor = 85);

create index notifications_waiting on payments.notifications (next_attempt_at) where status = 'RECEIVED';
create index notifications_quarantined on payments.notifications (notification_ref) where status = 'QUARANTINED';
create index notifications_by_subject on payments.notifications (subject_ref, notification_ref);
create index notifications_done on payments.notifications (received_at) where status in ('PROCESSED', 'DISMISSED');
