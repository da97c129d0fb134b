-- A command as the Worker hands it over: validated, and with every ref that it may need, so that sending it again
-- writes the same thing.
create type transactions.command as (
  n integer,
  type text,
  transaction_ref text,
  journal_ref text,
  event_ref text,
  traceparent text,
  scope text,
  key text,
  operation text,
  request_hash text,
  acting_owner text,
  -- The session or API key behind it, which must still stand when it is done; null for the bootstrap operator.
  credential_ref text,
  amount numeric,
  currency text,
  source_wallet_ref text,
  destination_wallet_ref text,
  legs jsonb,
  details jsonb,
  is_hold boolean,
  expires_at timestamptz,
  original_ref text,
  is_final boolean,
  reason text,
  reference text,
  description text,
  metadata jsonb,
  guards jsonb,
  effective_at timestamptz,
  -- Set when the transaction already stands in INIT and its time has come.
  is_due boolean,
  chain text
);

-- One leg as it was asked for, with the wallet, account and owner that its address stands for.
create type transactions.address as (
  command_n integer,
  position integer,
  wallet_ref text,
  owner_ref text,
  account_ref text,
  alias text,
  currency text,
  direction text,
  amount numeric
);

-- A command that was answered before: with what, or by which earlier command of the same batch.
create type transactions.answer as (
  n integer,
  first_n integer,
  reply jsonb
);
