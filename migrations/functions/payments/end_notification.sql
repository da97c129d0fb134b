-- Says what became of a notification: done, quarantined for a person to look at, or to be tried again later.
create or replace function payments.end_notification(_notification_ref text, _status text, _fault jsonb)
returns void
language sql
security definer
set search_path = ''
as $$
  update payments.notifications
  set status = _status, fault = _fault, attempts = attempts + 1,
    processed_at = case when _status = 'PROCESSED' then platform.moment() end,
    next_attempt_at = clock_timestamp() + least(interval '30 seconds' * power(2, least(attempts, 12)), interval '6 hours')
  where notification_ref = _notification_ref and status = 'RECEIVED';
$$;

grant execute on function payments.end_notification(text, text, jsonb) to saku_app;
