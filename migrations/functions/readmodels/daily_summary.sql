-- What was asked for on one business day, today or another, by type, status and currency.
create or replace function readmodels.daily_summary(_date date)
returns jsonb
language sql
volatile
security definer
set search_path = ''
set enable_seqscan = off
set plan_cache_mode = force_custom_plan
as $$
  select jsonb_build_object(
    'date', day.date, 'time_zone', zone.time_zone,
    'as_of', (select platform.to_rfc3339(as_of) from readmodels.progress where consumer_group = 'readmodels'),
    'rows', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'type', type, 'status', status, 'currency', currency, 'transactions', transactions,
        'amount', platform.to_decimal(amount, currency),
        'reversed_amount', platform.to_decimal(reversed_amount, currency)
      ) order by currency, type, status), '[]')
      from (
        select currency, type, status, count(*) as transactions, sum(amount) as amount,
          sum(reversed_amount) as reversed_amount
        from readmodels.transaction_facts
        where created_at >= day.date::timestamp at time zone zone.time_zone
          and created_at < (day.date + 1)::timestamp at time zone zone.time_zone
        group by currency, type, status
      ) as total
    )
  )
  from readmodels.projections as zone
  cross join lateral (select coalesce(_date, (clock_timestamp() at time zone zone.time_zone)::date) as date) as day
  where zone.name = 'daily_wallet_snapshot';
$$;

grant execute on function readmodels.daily_summary(date) to saku_app;
