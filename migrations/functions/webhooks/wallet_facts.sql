-- What events say of wallets: a leg tells what a wallet held after it. Money that was promised, or given back, has moved
-- nothing yet.
create or replace function webhooks.wallet_facts(_events platform.published_event[])
returns table (
  wallet_ref text, leg json, version bigint, recorded_at timestamptz, is_moved boolean, event platform.published_event, n bigint
)
language sql
stable
set search_path = ''
as $$
  select leg ->> 'wallet_ref', leg, (leg ->> 'version')::bigint, (told.data ->> 'recorded_at')::timestamptz,
    told.event_type = 'transaction.completed' and told.data ->> 'journal_ref' is not null, _events[told.n], told.n
  from unnest(_events) with ordinality as told (
    event_ref, event_type, aggregate_type, aggregate_ref, sequence, occurred_at, traceparent, attempt, data, n
  )
  cross join lateral json_array_elements(told.data -> 'legs') as leg
  where told.aggregate_type = 'transaction' and json_typeof(told.data -> 'legs') = 'array' and leg ->> 'wallet_ref' is not null;
$$;
