create or replace function payments.fee_rates_of(_before text, _limit integer)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(payments.fee_rate_view(found) order by found.fee_rate_ref desc), '[]')
  from (
    select *
    from payments.fee_rates
    where _before is null or fee_rate_ref < _before
    order by fee_rate_ref desc
    limit _limit
  ) as found;
$$;

grant execute on function payments.fee_rates_of(text, integer) to saku_app;
