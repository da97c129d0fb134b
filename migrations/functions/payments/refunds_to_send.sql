-- Refunds that were written down and of which nobody knows whether the provider was asked. Asking again is safe: the
-- refund's ref is the provider's key too.
create or replace function payments.refunds_to_send(_limit integer)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(payments.refund_view(due)), '[]')
  from (
    select *
    from payments.refunds
    where status = 'REQUESTED' and check_at <= clock_timestamp()
    order by check_at
    limit _limit
  ) as due;
$$;

grant execute on function payments.refunds_to_send(integer) to saku_app;
