-- A page of transactions as they are now, newest first, with how far events have been read. Refs are made before what
-- they name is written, so moments bound them from afar and the rows' own times from near.
create or replace function readmodels.list_facts(_filters jsonb, _after text, _limit integer)
returns jsonb
language sql
stable
security definer
set search_path = ''
set enable_seqscan = off
set plan_cache_mode = force_custom_plan
as $$
  select jsonb_build_object(
    'as_of', (select platform.to_rfc3339(as_of) from readmodels.progress where consumer_group = 'readmodels'),
    'rows', coalesce(jsonb_agg(jsonb_build_object(
      'transaction_ref', transaction_ref, 'user_ref', user_ref, 'wallet_ref', wallet_ref,
      'amount', platform.to_decimal(amount, currency),
      'reversed_amount', platform.to_decimal(reversed_amount, currency), 'currency', currency,
      'type', type, 'status', status, 'failure_code', failure_code,
      'created_at', platform.to_rfc3339(created_at), 'updated_at', platform.to_rfc3339(updated_at)
    ) order by transaction_ref desc), '[]')
  )
  from (
    select *
    from readmodels.transaction_facts
    where transaction_ref < coalesce(_after, '~')
      and transaction_ref >= coalesce(_filters ->> 'from_ref', '') and transaction_ref <= coalesce(_filters ->> 'to_ref', '~')
      and (_filters ->> 'from' is null or created_at >= (_filters ->> 'from')::timestamptz)
      and (_filters ->> 'to' is null or created_at < (_filters ->> 'to')::timestamptz)
      and (_filters ->> 'type' is null or type = _filters ->> 'type')
      and (_filters ->> 'status' is null or status = _filters ->> 'status')
      and (_filters ->> 'currency' is null or currency = _filters ->> 'currency')
      and (_filters ->> 'wallet_ref' is null or wallet_ref = _filters ->> 'wallet_ref')
    order by transaction_ref desc
    limit _limit
  ) as page;
$$;

grant execute on function readmodels.list_facts(jsonb, text, integer) to saku_app;
