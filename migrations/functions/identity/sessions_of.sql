-- The sessions of a person that stand, the one that was used last first. Idle ones, whose token has expired, stand no more.
create or replace function identity.sessions_of(_user_ref text)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(
    jsonb_build_object(
      'session_ref', s.session_ref,
      'user_ref', _user_ref,
      'device_info', s.device_info,
      'ip_address', host(s.ip_address),
      'user_agent', s.user_agent,
      'has_second_factor', s.mfa_at is not null,
      'auth_time', platform.to_rfc3339(s.auth_time),
      'last_activity_at', platform.to_rfc3339(s.last_activity_at),
      'expires_at', platform.to_rfc3339(s.expires_at),
      'created_at', platform.to_rfc3339(s.created_at)
    )
    order by s.last_activity_at desc, s.session_ref desc
  ), '[]')
  from identity.user_sessions as s
  join identity.users as u on u.id = s.user_id
  where u.user_ref = _user_ref and s.revoked_at is null and s.expires_at > clock_timestamp()
    and exists (
      select from identity.refresh_tokens as t
      where t.session_id = s.id and t.rotated_at is null and t.revoked_at is null and t.expires_at > clock_timestamp()
    );
$$;

grant execute on function identity.sessions_of(text) to saku_app;
