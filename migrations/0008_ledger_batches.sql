-- What the functions hand to one another. Account ids ride in them from one ledger function to the next.
create type ledger.working_account as (
  n integer,
  account_id uuid,
  stripe smallint,
  -- Where the locked balance row lies: it stays there until this transaction writes it.
  row_at tid,
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
  -- Of the commands with one such name, only the first that is applied stands.
  sole_name text,
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

-- A limit in one of its windows, while a batch is decided; or, under the period HOLDS, how many promises may run out.
create type ledger.allowance as (
  n integer,
  limit_id uuid,
  limit_ref text,
  account_n integer,
  direction text,
  period text,
  cap numeric,
  window_start timestamptz,
  used numeric,
  -- False for an earlier window that is only here to be given something back.
  is_current boolean,
  -- The originals whose use this window remembers.
  used_by text[]
);

-- An earlier transaction that a command acts on.
create type ledger.original as (
  n integer,
  transaction_ref text,
  -- HOLD or JOURNAL.
  kind text,
  status text,
  remaining numeric,
  expires_at timestamptz
);
