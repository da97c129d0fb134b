-- Changes what somebody wants to hear, if it is still the version that they saw. What is not named stays.
create or replace function identity.update_preferences(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _replay jsonb := platform.begin_write(_intent);
  _changes jsonb := _command -> 'changes';
  _user identity.users;
  _preferences identity.user_preferences;
begin
  if _replay is not null then
    return _replay;
  end if;
  _user := identity.lock_user(_command ->> 'user_ref');
  select * into strict _preferences from identity.user_preferences where user_id = _user.id for update;
  perform identity.refuse_stale(_preferences.version, _command);
  -- Whatever has the name of a column and is named by the command takes its place; the rest is as it was.
  _preferences := jsonb_populate_record(_preferences, _changes);
  update identity.user_preferences
  set email_notifications_enabled = _preferences.email_notifications_enabled,
    sms_notifications_enabled = _preferences.sms_notifications_enabled,
    push_notifications_enabled = _preferences.push_notifications_enabled,
    marketing_emails_enabled = _preferences.marketing_emails_enabled,
    quiet_from = _preferences.quiet_from,
    quiet_until = _preferences.quiet_until,
    version = version + 1,
    updated_at = greatest(platform.moment(), updated_at)
  where user_id = _user.id
  returning * into _preferences;

  -- The first version is nobody's change, so the first change is the first event.
  perform platform.append_event(
    _intent, 'user.preferences_changed', 'user_preferences', _user.user_ref, _preferences.version - 1,
    identity.preferences_fact(_user.user_ref, _preferences)
  );
  perform identity.log_activity(_user.id, 'USER_PREFERENCES_CHANGED', '{}', null, null);
  return platform.end_write(_intent, identity.preferences_view(_preferences));
end
$$;

grant execute on function identity.update_preferences(jsonb, jsonb) to saku_app;
