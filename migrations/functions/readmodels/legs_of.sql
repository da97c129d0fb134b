-- The legs of these events that moved money, one for each entry of the ledger that they made.
create or replace function readmodels.legs_of(_events platform.published_event[])
returns readmodels.leg[]
language sql
stable
set search_path = ''
as $$
  select coalesce(array_agg(row(
    event.aggregate_ref, data.transaction_ref, data.type, data.journal_ref, leg.account_ref, leg.wallet_ref, leg.stripe,
    leg.version, leg.direction, leg.amount * unit, leg.currency, leg.balance * unit, data.recorded_at
  )::readmodels.leg), '{}')
  from unnest(_events) as event
  cross join lateral json_to_record(event.data) as data (
    transaction_ref text, type text, journal_ref text, recorded_at timestamptz, legs json
  )
  cross join lateral json_to_recordset(data.legs) as leg (
    account_ref text, wallet_ref text, stripe smallint, version bigint, direction text, amount numeric, currency text,
    balance numeric
  )
  join platform.currencies on currencies.code = leg.currency
  cross join lateral (select ('1e' || exponent)::numeric as unit) as scale
  -- What was promised, taken back or given up has legs too, and no journal.
  where event.event_type = 'transaction.completed' and data.journal_ref is not null;
$$;
