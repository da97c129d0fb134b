create schema payments;
grant usage on schema payments to saku_app;

-- What is kept of a charge, by payee and provider. The row that names both counts before the one that names one, and
-- that before the one for all; what has no row costs nothing.
create table payments.fee_rates (
  id uuid primary key default uuidv7(),
  fee_rate_ref platform.ref not null unique,
  payee_ref platform.ref,
  provider text collate "C" check (provider in ('SANDBOX', 'MIDTRANS', 'XENDIT', 'STRIPE')),
  currency text collate "C" not null references platform.currencies (code),
  fee_fixed platform.minor_units not null default 0 check (fee_fixed >= 0),
  -- A fraction: 0.0500 is 5 %.
  fee_percentage numeric(5, 4) not null default 0 check (fee_percentage >= 0 and fee_percentage < 1),
  version bigint not null default 1 check (version > 0),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint fee_rates_one_each unique nulls not distinct (payee_ref, provider, currency)
);

insert into payments.fee_rates (fee_rate_ref, currency, fee_percentage, created_at, updated_at)
values ('00000000000000000000000F01', 'IDR', 0.0500, clock_timestamp(), clock_timestamp());

-- Money that somebody pays through a provider. It says what was agreed and what the provider confirmed; what it did to
-- wallets is the ledger's to say.
create table payments.charges (
  id uuid primary key default uuidv7(),
  charge_ref platform.ref not null unique,
  -- Null where nobody logged in: a payer may be unknown.
  payer_ref platform.ref,
  payee_ref platform.ref not null,
  -- What it is for, in the words of whoever asked for it. Payments knows none of them.
  purpose text collate "C" not null check (purpose ~ '^[A-Z][A-Z_]{1,29}$'),
  amount platform.minor_units not null check (amount > 0),
  -- The rate as it was when the charge was made.
  fee_fixed platform.minor_units not null,
  fee_percentage numeric(5, 4) not null,
  fee_amount platform.minor_units not null check (fee_amount >= 0),
  net_amount platform.minor_units not null check (net_amount > 0),
  -- What flooring the net gave to the platform, as a fraction of a minor unit.
  rounding_amount numeric(10, 6) not null,
  rounding_strategy text not null default 'FLOOR_TO_PLATFORM' check (rounding_strategy = 'FLOOR_TO_PLATFORM'),
  -- How fee and net share what is given back.
  refund_policy text not null default 'PROPORTIONAL' check (refund_policy = 'PROPORTIONAL'),
  currency text collate "C" not null references platform.currencies (code),
  status text not null default 'PENDING' check (status in (
    'PENDING', 'PAID', 'SETTLED', 'FAILED', 'EXPIRED', 'CANCELLED', 'PARTIALLY_REFUNDED', 'REFUNDED', 'CHARGEBACK'
  )),
  provider text collate "C" not null check (provider in ('SANDBOX', 'MIDTRANS', 'XENDIT', 'STRIPE')),
  -- The provider's own name for it; null until the provider has answered.
  external_reference text collate "C" check (length(external_reference) between 1 and 100),
  -- What the payer needs: the text of a QR code, or an address to go to.
  instructions jsonb check (jsonb_typeof(instructions) = 'object'),
  -- What was given back, what the payer's bank holds of it, and the part of both that was the payee's.
  refunded_amount platform.minor_units not null default 0 check (refunded_amount >= 0),
  charged_back_amount platform.minor_units not null default 0 check (charged_back_amount >= 0),
  returned_net platform.minor_units not null default 0 check (returned_net >= 0),
  failure_reason text collate "C" check (failure_reason ~ '^[A-Za-z0-9_.-]{1,60}$'),
  metadata jsonb not null default '{}'
    check (jsonb_typeof(metadata) = 'object' and octet_length(metadata::text) <= 8000),
  expires_at timestamptz not null,
  paid_at timestamptz,
  settled_at timestamptz,
  -- When the provider is to be asked again though it has said nothing; null where nothing more is expected.
  check_at timestamptz,
  checks integer not null default 0,
  -- When it is compared with its postings and its provider again; null where nothing can change any more.
  reconcile_at timestamptz,
  -- Counts the changes that are announced; the sequence of its events.
  version bigint not null default 1 check (version > 0),
  -- Whoever reads "every charge since" reads below the horizon of running transactions.
  changed_xid xid8 not null default pg_current_xact_id(),
  created_at timestamptz not null,
  constraint charges_fee_and_net_are_the_amount check (fee_amount + net_amount = amount),
  constraint charges_rounding_is_exact check (
    rounding_amount = fee_amount - fee_fixed - amount * fee_percentage
    and rounding_amount >= 0 and rounding_amount < 1
  ),
  constraint charges_external_reference unique (provider, external_reference),
  constraint charges_never_return_more check (
    refunded_amount + charged_back_amount <= amount and returned_net <= net_amount
  ),
  constraint charges_paid_says_when check (
    (paid_at is not null) = (status in ('PAID', 'SETTLED', 'PARTIALLY_REFUNDED', 'REFUNDED', 'CHARGEBACK'))
  ),
  constraint charges_settled_was_paid check (settled_at is null or paid_at is not null)
) with (fillfactor = 85);

create index charges_by_payee on payments.charges (payee_ref, charge_ref);
create index charges_by_payer on payments.charges (payer_ref, charge_ref) where payer_ref is not null;
create index charges_by_status on payments.charges (status, charge_ref);
create index charges_to_check on payments.charges (check_at) where check_at is not null;
create index charges_to_reconcile on payments.charges (reconcile_at) where reconcile_at is not null;
create index charges_by_change on payments.charges (changed_xid, charge_ref) where status <> 'PENDING';
