-- What is announced of preferences: which ways are open, and when it must be quiet.
create or replace function identity.preferences_fact(_user_ref text, _preferences identity.user_preferences)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select jsonb_build_object(
    'user_ref', _user_ref,
    'version', _preferences.version,
    'ways', to_jsonb(array_remove(array[
      case when _preferences.email_notifications_enabled then 'EMAIL' end,
      case when _preferences.sms_notifications_enabled then 'SMS' end,
      case when _preferences.push_notifications_enabled then 'PUSH' end,
      case when _preferences.marketing_emails_enabled then 'MARKETING' end
    ], null)),
    'quiet_from', to_char(_preferences.quiet_from, 'HH24:MI'),
    'quiet_until', to_char(_preferences.quiet_until, 'HH24:MI')
  );
$$;
