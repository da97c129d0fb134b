-- Where somebody's money may be sent. The number of the account never leaves through a view: only its last four digits.
create table payments.beneficiaries (
  id uuid primary key default uuidv7(),
  beneficiary_ref platform.ref not null unique,
  owner_ref platform.ref not null,
  channel_code text collate "C" not null check (channel_code ~ '^[A-Z][A-Z0-9_]{1,29}$'),
  account_number text collate "C" not null check (account_number ~ '^[0-9]{5,34}$'),
  holder_name text not null check (length(holder_name) between 1 and 100),
  currency text collate "C" not null references platform.currencies (code),
  status text not null default 'ACTIVE' check (status in ('ACTIVE', 'REMOVED')),
  version bigint not null default 1 check (version > 0),
  created_at timestamptz not null,
  removed_at timestamptz,
  constraint beneficiaries_removed_says_when check ((status = 'REMOVED') = (removed_at is not null))
);

create unique index beneficiaries_once on payments.beneficiaries (owner_ref, channel_code, account_number, currency)
  where status = 'ACTIVE';
create index beneficiaries_by_owner on payments.beneficiaries (owner_ref, beneficiary_ref);

-- Money on its way out. It is promised in the ledger before a provider is asked, leaves it when the provider says that it
-- arrived, and comes back when the provider says later that it did not.
create table payments.payouts (
  id uuid primary key default uuidv7(),
  payout_ref platform.ref not null unique,
  owner_ref platform.ref not null,
  beneficiary_id uuid not null references payments.beneficiaries,
  wallet_ref platform.ref not null,
  amount platform.minor_units not null check (amount > 0),
  currency text collate "C" not null,
  provider text collate "C" not null check (provider in ('SANDBOX', 'MIDTRANS', 'XENDIT', 'STRIPE')),
  status text not null default 'REQUESTED' check (status in (
    'REQUESTED', 'HELD', 'SENT', 'COMPLETED', 'FAILED', 'REVERSED'
  )),
  external_reference text collate "C" check (length(external_reference) between 1 and 100),
  -- The promise, and what came of it: the capture, or the return after a reversal.
  hold_transaction_ref platform.ref,
  transaction_ref platform.ref,
  return_transaction_ref platform.ref,
  failure_reason text collate "C" check (failure_reason ~ '^[A-Za-z0-9_.-]{1,60}$'),
  attempts integer not null default 0 check (attempts >= 0),
  -- When it is looked at again; null when nothing more is expected of us.
  next_attempt_at timestamptz,
  -- Since when an end is waited for; after long enough a person takes over.
  asked_at timestamptz not null default clock_timestamp(),
  -- When it is compared with its transactions and its provider again; null where nothing can change any more.
  reconcile_at timestamptz,
  version bigint not null default 1 check (version > 0),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint payouts_external_reference unique (provider, external_reference),
  constraint payouts_failed_says_why check (status <> 'FAILED' or failure_reason is not null),
  constraint payouts_completed_was_posted check (
    status not in ('COMPLETED', 'REVERSED') or transaction_ref is not null
  )
) with (fillfactor = 85);

create index payouts_by_owner on payments.payouts (owner_ref, payout_ref);
create index payouts_waiting on payments.payouts (next_attempt_at) where next_attempt_at is not null;
create index payouts_open on payments.payouts (asked_at) where status in ('REQUESTED', 'HELD', 'SENT');
create index payouts_to_reconcile on payments.payouts (reconcile_at) where reconcile_at is not null;

-- Every time that a provider was asked to send it, and what it said.
create table payments.payout_attempts (
  payout_id uuid not null references payments.payouts,
  attempt_no integer not null check (attempt_no > 0),
  status text not null check (status in ('REQUESTED', 'PROCESSING', 'SUCCESS', 'FAILED')),
  response_code text collate "C" check (response_code ~ '^[A-Za-z0-9_.-]{1,60}$'),
  attempted_at timestamptz not null,
  primary key (payout_id, attempt_no)
);

-- What goes on only by somebody's decision: a posting that the ledger refuses, an answer that never came, a difference
-- between what we wrote down and what the ledger or the provider says.
create table payments.cases (
  case_ref platform.ref primary key,
  kind text not null check (kind in (
    'MOVEMENT_REFUSED', 'REFUND_UNANSWERED', 'PAYOUT_UNANSWERED', 'LEDGER_DIFFERS', 'PROVIDER_DIFFERS'
  )),
  -- The movement, refund, payout or charge that it is about.
  subject_ref platform.ref not null,
  fault jsonb not null check (fault ? 'code'),
  opened_at timestamptz not null,
  closed_at timestamptz,
  -- PASSED by itself, or what somebody decided.
  resolution text check (resolution in ('PASSED', 'RETRY', 'REDIRECT', 'GIVE_UP', 'DISMISS')),
  closed_by platform.ref,
  constraint cases_closed_says_how check ((closed_at is null) = (resolution is null))
);

create unique index cases_one_open on payments.cases (subject_ref, kind) where closed_at is null;
create index cases_by_subject on payments.cases (subject_ref, kind);

-- Nothing of these tables is granted: what may be seen depends on who asks, so it is read through functions.

insert into identity.role_permissions (role_id, scope)
select role_id, scope
from identity.roles
join (values
  ('payments:read', array['user', 'streamer', 'operator', 'auditor', 'admin', 'service']),
  ('payments:write', array['user', 'streamer', 'operator', 'admin', 'service']),
  ('payments:operate', array['operator', 'admin', 'service'])
) as granted (scope, role_names) on role_name = any (role_names);
