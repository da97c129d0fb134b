-- Keeps what a provider sent, before anything is made of it. The same thing again is counted and not kept twice; answers
-- whether there is anything to do.
create or replace function payments.keep_notification(_command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _kept payments.notifications;
begin
  insert into payments.notifications (
    notification_ref, provider, event_key, subject, subject_ref, external_reference, raw_body, headers,
    next_attempt_at, received_at
  )
  values (
    _command ->> 'notification_ref', _command ->> 'provider', _command ->> 'event_key', _command ->> 'subject',
    _command ->> 'subject_ref', _command ->> 'external_reference', decode(_command ->> 'raw_body', 'base64'),
    coalesce(_command -> 'headers', '{}'), clock_timestamp() + interval '20 seconds', platform.moment()
  )
  on conflict on constraint notifications_once do update set deliveries = notifications.deliveries + 1
  returning * into _kept;
  -- While a bank holds the money, a state from before it did may say that the dispute was won: not every provider has a name
  -- of its own for that.
  if _kept.status = 'PROCESSED' and exists (
    select from payments.charges where charge_ref = _kept.subject_ref and charged_back_amount > 0
  ) then
    update payments.notifications
    set status = 'RECEIVED', processed_at = null, attempts = 0, next_attempt_at = clock_timestamp() + interval '20 seconds'
    where id = _kept.id
    returning * into _kept;
  end if;
  return payments.notification_view(_kept);
end
$$;

grant execute on function payments.keep_notification(jsonb) to saku_app;
