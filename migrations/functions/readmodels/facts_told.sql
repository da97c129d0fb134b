-- What events say of transactions, with amounts in minor units: one row an event, in the order of each transaction. Only
-- some of them tell all of it; what others leave out is null.
create or replace function readmodels.facts_told(_events platform.published_event[])
returns table (
  transaction_ref text, sequence bigint, event_type text, wallet_ref text, amount numeric, reversed_amount numeric,
  currency text, type text, status text, failure_code text, told_at timestamptz
)
language sql
stable
set search_path = ''
as $$
  select event.aggregate_ref, event.sequence, event.event_type,
    coalesce(data.source_wallet_ref, data.destination_wallet_ref, (
      select leg ->> 'wallet_ref' from json_array_elements(data.legs) as leg
      where leg ->> 'wallet_ref' is not null
      limit 1
    )),
    case when event.event_type in (
      'transaction.completed', 'transaction.held', 'transaction.failed', 'transaction.scheduled'
    ) then data.amount * unit end,
    data.reversed_amount * unit, data.currency, data.type, data.status,
    case
      when data.status <> 'FAILED' then null
      when event.event_type = 'transaction.voided' then 'hold_voided'
      when event.event_type = 'transaction.expired' then 'hold_expired'
      when event.event_type = 'transaction.cancelled' then 'transaction_cancelled'
      else data.failure_code
    end,
    coalesce(data.recorded_at, event.occurred_at)
  from unnest(_events) as event
  cross join lateral json_to_record(event.data) as data (
    type text, status text, amount numeric, reversed_amount numeric, currency text, source_wallet_ref text,
    destination_wallet_ref text, failure_code text, recorded_at timestamptz, legs json
  )
  left join platform.currencies on currencies.code = data.currency
  left join lateral (select ('1e' || exponent)::numeric as unit) as scale on true
  where event.aggregate_type = 'transaction';
$$;
