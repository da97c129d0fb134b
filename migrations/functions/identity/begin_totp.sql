-- Notes the secret of an authenticator app that is not confirmed yet, in place of one that never was.
create or replace function identity.begin_totp(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _user identity.users := identity.lock_user(_command ->> 'user_ref');
begin
  insert into identity.totp_factors (user_id, secret_encrypted, created_at)
  values (_user.id, _command ->> 'secret_encrypted', platform.moment())
  on conflict (user_id) do update
  set secret_encrypted = excluded.secret_encrypted, created_at = excluded.created_at
  where totp_factors.confirmed_at is null;
  if not found then
    perform platform.refuse('totp_exists');
  end if;
  return platform.end_write(_intent, '{}');
end
$$;

grant execute on function identity.begin_totp(jsonb, jsonb) to saku_app;
