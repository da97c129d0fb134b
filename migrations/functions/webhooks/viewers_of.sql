-- Who may be told of each of these events, besides those who are told of all.
create or replace function webhooks.viewers_of(_events platform.published_event[])
returns table (event_ref text, owner_ref text)
language sql
stable
set search_path = ''
as $$
  select event.event_ref, viewer.owner_ref
  from unnest(_events) as event
  join transactions.viewers_of(array(
    select aggregate_ref from unnest(_events) where aggregate_type = 'transaction'
  )) as viewer on viewer.transaction_ref = event.aggregate_ref
  where event.aggregate_type = 'transaction'
  union
  select event.event_ref, owned.owner_ref
  from unnest(_events) as event
  join wallets.find_accounts(array(
    select aggregate_ref from unnest(_events) where aggregate_type = 'wallet'
  )) as owned on owned.wallet_ref = event.aggregate_ref
  where event.aggregate_type = 'wallet'
  union
  -- Everything else says whose it is.
  select event.event_ref, coalesce(data ->> 'owner_ref', data ->> 'user_ref')
  from unnest(_events) as event
  where aggregate_type not in ('transaction', 'wallet') and coalesce(data ->> 'owner_ref', data ->> 'user_ref') is not null;
$$;
