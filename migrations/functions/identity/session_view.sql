-- What an access token is made of, and what is answered of a session beside it.
create or replace function identity.session_view(_session identity.user_sessions, _token identity.refresh_tokens)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'user_ref', u.user_ref,
    'session_ref', _session.session_ref,
    'roles', to_jsonb(identity.roles_of(u.id)),
    'scopes', to_jsonb(identity.scopes_of(u.id)),
    'auth_time', floor(extract(epoch from _session.auth_time))::bigint,
    'has_second_factor', _session.mfa_at is not null,
    'session_expires_at', platform.to_rfc3339(_session.expires_at),
    'token_ref', _token.token_ref,
    'refresh_expires_at', platform.to_rfc3339(_token.expires_at)
  )
  from identity.users as u
  where u.id = _session.user_id;
$$;
