-- Sets a new password for whoever holds the token that was sent, once. It opens no session: a second factor is still asked
-- for at the next login.
create or replace function identity.reset_password(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _user identity.users;
begin
  select u.* into _user
  from identity.users as u
  join identity.password_reset_requests as r on r.user_id = u.id
  where r.token_hash = identity.hash_of(_command, 'token_hash')
  for no key update of u;
  update identity.password_reset_requests
  set used_at = clock_timestamp()
  where token_hash = identity.hash_of(_command, 'token_hash') and user_id = _user.id
    and used_at is null and voided_at is null and expires_at > clock_timestamp() and _user.status = 'ACTIVE'
    -- Nothing was hashed for a token that did not stand when it was looked at.
    and _command ->> 'new_hash' is not null;
  if not found then
    return identity.deny_login(_user.id, 'reset_token_invalid', 'RESET_TOKEN', _command);
  end if;
  perform identity.revoke_keys_of(_intent, _user.user_ref);
  return platform.end_write(_intent, identity.set_password(
    _intent, _user, _command ->> 'new_hash', null, 'PASSWORD_RESET', _command
  ));
end
$$;

grant execute on function identity.reset_password(jsonb, jsonb) to saku_app;
