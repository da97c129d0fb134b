-- Forgets notifications that were dealt with a while ago. What was quarantined stays until somebody has decided.
create or replace function payments.purge_notifications(_older_than_days integer, _limit integer)
returns jsonb
language sql
security definer
set search_path = ''
as $$
  with gone as (
    delete from payments.notifications
    where id in (
      select id
      from payments.notifications
      where status in ('PROCESSED', 'DISMISSED')
        and received_at < clock_timestamp() - _older_than_days * interval '1 day'
      order by received_at
      limit _limit
    )
    returning 1
  )
  select to_jsonb(count(*)) from gone;
$$;

grant execute on function payments.purge_notifications(integer, integer) to saku_app;
