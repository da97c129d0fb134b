-- Somebody as operators see them. No secret is in it, nor what would help to guess one.
create or replace function identity.admin_view(_user identity.users)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select identity.standing_view(_user) || jsonb_build_object(
    'username', _user.username,
    'email', _user.email,
    'phone', _user.phone_e164,
    'email_verified_at', platform.to_rfc3339(_user.email_verified_at),
    'phone_verified_at', platform.to_rfc3339(_user.phone_verified_at),
    'last_login_at', platform.to_rfc3339(_user.last_login_at),
    'two_factor_enabled', identity.has_second_factor(_user.id),
    'scopes', to_jsonb(identity.scopes_of(_user.id)),
    'created_at', platform.to_rfc3339(_user.created_at)
  );
$$;
