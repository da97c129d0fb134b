-- Takes the second factor away from somebody who has just used it.
create or replace function identity.remove_totp(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _user identity.users := identity.lock_user(_command ->> 'user_ref');
  _refusal jsonb := identity.try_factor(_user.id, _command);
begin
  if _refusal is not null then
    return _refusal;
  end if;
  delete from identity.totp_factors where user_id = _user.id;
  delete from identity.backup_codes where user_id = _user.id;
  return identity.end_factor_change(_intent, 'user.second_factor_removed', _user, _command);
end
$$;

grant execute on function identity.remove_totp(jsonb, jsonb) to saku_app;
