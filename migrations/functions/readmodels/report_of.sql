-- What a batch of events was about, for those who keep copies of it elsewhere.
create or replace function readmodels.report_of(_events platform.published_event[], _legs readmodels.leg[])
returns json
language sql
stable
set search_path = ''
as $$
  select json_build_object(
    'copies', readmodels.copies_of(array(
      select wallet_ref
      from readmodels.kept_copies
      where kept_until > clock_timestamp() and wallet_ref = any (
        array(select distinct wallet_ref from unnest(_legs) where wallet_ref is not null)
        -- The legs of most events are known already.
        || readmodels.wallets_of(array(
          select event from unnest(_events) as event
          where event.event_type not in ('transaction.completed', 'transaction.failed')
            or event.event_type = 'transaction.completed' and event.data ->> 'journal_ref' is null
        ))
      )
    )),
    'transaction_refs', (
      select coalesce(json_agg(distinct aggregate_ref), '[]') from unnest(_events) where aggregate_type = 'transaction'
    ),
    -- Whose they are stands in the rows of transactions too, of which some may have been told already.
    'wallet_refs', (
      select coalesce(json_agg(distinct aggregate_ref), '[]') from unnest(_events) where event_type = 'wallet.opened'
    ),
    'journal_refs', (select coalesce(json_agg(distinct journal_ref), '[]') from unnest(_legs))
  );
$$;
