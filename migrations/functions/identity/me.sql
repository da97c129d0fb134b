-- What somebody is told of themselves.
create or replace function identity.me(_user_ref text)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select jsonb_build_object(
    'user_ref', u.user_ref,
    'email', u.email,
    'username', u.username,
    'phone', u.phone_e164,
    'user_status', u.status,
    'email_verified_at', platform.to_rfc3339(u.email_verified_at),
    'phone_verified_at', platform.to_rfc3339(u.phone_verified_at),
    'last_login_at', platform.to_rfc3339(u.last_login_at),
    'has_authenticator', exists (
      select from identity.totp_factors as f where f.user_id = u.id and f.confirmed_at is not null
    ),
    'backup_codes_left', (
      select count(*) from identity.backup_codes as b where b.user_id = u.id and b.used_at is null
    ),
    'roles', to_jsonb(identity.roles_of(u.id)),
    'scopes', to_jsonb(identity.scopes_of(u.id)),
    'created_at', platform.to_rfc3339(u.created_at)
  )
  from identity.users as u
  where u.user_ref = _user_ref;
$$;

grant execute on function identity.me(text) to saku_app;
