-- Changes the password of somebody who has just proved the old one, if it is still the one that was compared.
create or replace function identity.change_password(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _user identity.users := identity.lock_user(_command ->> 'user_ref');
begin
  if not (_command ->> 'is_right')::boolean or _user.status <> 'ACTIVE'
    or _user.password_hash is distinct from _command ->> 'compared_with' then
    return identity.deny_login(_user.id, 'password_wrong', 'WRONG_PASSWORD', _command);
  end if;
  return platform.end_write(_intent, identity.set_password(
    _intent, _user, _command ->> 'new_hash',
    (select id from identity.user_sessions where session_ref = _command ->> 'session_ref'), 'PASSWORD_CHANGED', _command
  ));
end
$$;

grant execute on function identity.change_password(jsonb, jsonb) to saku_app;
