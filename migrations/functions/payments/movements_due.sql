-- Postings that were begun and that nobody has finished, the longest waiting first.
create or replace function payments.movements_due(_limit integer)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(payments.movement_view(due)), '[]')
  from (
    select *
    from payments.movements
    where status = 'PENDING' and next_attempt_at <= clock_timestamp()
    order by next_attempt_at
    limit _limit
  ) as due;
$$;

grant execute on function payments.movements_due(integer) to saku_app;
