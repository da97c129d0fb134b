-- Gives somebody a role. It tells in their next access token, which is minutes away at most.
create or replace function identity.assign_role(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _replay jsonb := platform.begin_write(_intent);
  _user identity.users;
  _role identity.roles;
begin
  if _replay is not null then
    return _replay;
  end if;
  perform identity.refuse_single_proof(_command ->> 'session_ref');
  _user := identity.lock_lesser_user(_intent, _command);
  _role := identity.find_role(_command);
  if _user.status = 'DELETED' then
    perform platform.refuse('user_not_active', jsonb_build_object(
      'user_ref', _user.user_ref, 'user_status', _user.status
    ));
  end if;
  if _role.role_name = any (identity.roles_of(_user.id)) then
    perform platform.refuse('role_held', jsonb_build_object('user_ref', _user.user_ref, 'role', _role.role_name));
  end if;
  perform identity.grant_role(_user.id, _role.role_name);
  update identity.users
  set version = version + 1, updated_at = greatest(platform.moment(), updated_at)
  where id = _user.id
  returning * into _user;
  return identity.announce_standing(
    _intent, 'user.role_assigned', _user, jsonb_build_object('role', _role.role_name)
  );
end
$$;

grant execute on function identity.assign_role(jsonb, jsonb) to saku_app;
