-- Notifications that were kept and not dealt with: whoever took them was stopped, or the provider did not answer.
create or replace function payments.notifications_due(_limit integer)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(payments.notification_view(due)), '[]')
  from (
    select *
    from payments.notifications
    where status = 'RECEIVED' and next_attempt_at <= clock_timestamp()
    order by next_attempt_at
    limit _limit
  ) as due;
$$;

grant execute on function payments.notifications_due(integer) to saku_app;
