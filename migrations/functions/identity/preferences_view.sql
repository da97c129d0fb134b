-- What somebody wants to hear. Whether a code is asked for besides the password is shown here too, and changed elsewhere.
create or replace function identity.preferences_view(_preferences identity.user_preferences)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'email_notifications_enabled', _preferences.email_notifications_enabled,
    'sms_notifications_enabled', _preferences.sms_notifications_enabled,
    'push_notifications_enabled', _preferences.push_notifications_enabled,
    'marketing_emails_enabled', _preferences.marketing_emails_enabled,
    'quiet_from', to_char(_preferences.quiet_from, 'HH24:MI'),
    'quiet_until', to_char(_preferences.quiet_until, 'HH24:MI'),
    'two_factor_enabled', identity.has_second_factor(_preferences.user_id),
    'version', _preferences.version,
    'updated_at', platform.to_rfc3339(_preferences.updated_at)
  );
$$;
