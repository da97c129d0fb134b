-- What events say of wallets themselves, one row a wallet: whose they are, and how far below zero they may go.
create or replace function readmodels.wallets_told(_events platform.published_event[])
returns table (
  wallet_ref text, owner_ref text, currency text, overdraft numeric, events bigint, told_at timestamptz
)
language sql
stable
set search_path = ''
as $$
  select event.aggregate_ref, max(data.owner_ref), max(data.currency),
    (array_agg(
      -- Only a wallet of the platform itself has no floor, and nobody else's is opened with an overdraft.
      case when event.event_type = 'wallet.opened' and data.type <> 'PLATFORM' then 0 else data.overdraft * unit end
      order by event.sequence desc
    ) filter (where event.event_type in ('wallet.opened', 'wallet.overdraft_set')))[1],
    count(*), max(event.occurred_at)
  from unnest(_events) as event
  cross join lateral json_to_record(event.data) as data (
    owner_ref text, type text, currency text, overdraft numeric
  )
  left join platform.currencies on currencies.code = data.currency
  left join lateral (select ('1e' || exponent)::numeric as unit) as scale on true
  where event.aggregate_type = 'wallet'
  group by event.aggregate_ref;
$$;
