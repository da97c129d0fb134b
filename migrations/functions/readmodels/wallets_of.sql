-- The wallets that events are about.
create or replace function readmodels.wallets_of(_events platform.published_event[])
returns text[]
language sql
stable
set search_path = ''
as $$
  select coalesce(array_agg(distinct named.wallet_ref), '{}')
  from unnest(_events) as event
  cross join lateral (
    select event.aggregate_ref as wallet_ref where event.aggregate_type = 'wallet'
    union
    select event.data ->> 'source_wallet_ref'
    union
    select event.data ->> 'destination_wallet_ref'
    union
    select leg ->> 'wallet_ref' from json_array_elements(event.data -> 'legs') as leg
  ) as named
  where named.wallet_ref is not null;
$$;
