-- What an operator makes of a notification that was quarantined: tried again, taken although it came too late, or put
-- aside for good.
create or replace function payments.resolve_notification(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _replay jsonb := platform.begin_write(_intent);
  _kept payments.notifications;
begin
  if _replay is not null then
    return _replay;
  end if;
  select * into _kept
  from payments.notifications
  where notification_ref = _command ->> 'notification_ref'
  for update;
  if not found then
    perform platform.refuse('notification_not_found', jsonb_build_object(
      'notification_ref', _command ->> 'notification_ref'
    ));
  end if;
  if _kept.status <> 'QUARANTINED' then
    perform platform.refuse('notification_not_quarantined', jsonb_build_object(
      'notification_ref', _kept.notification_ref, 'notification_status', _kept.status
    ));
  end if;
  update payments.notifications
  set status = case _command ->> 'resolution' when 'DISMISS' then 'DISMISSED' else 'RECEIVED' end,
    is_late_accepted = is_late_accepted or _command ->> 'resolution' = 'ACCEPT_LATE',
    resolved_by = _intent ->> 'scope', next_attempt_at = clock_timestamp() + interval '20 seconds'
  where id = _kept.id
  returning * into _kept;
  return platform.end_write(_intent, payments.notification_view(_kept));
end
$$;

grant execute on function payments.resolve_notification(jsonb, jsonb) to saku_app;
