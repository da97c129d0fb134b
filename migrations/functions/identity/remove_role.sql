-- Takes a role from somebody, at once: an access token still says what its owner might do when it was made, so their
-- sessions end with it.
create or replace function identity.remove_role(_intent jsonb, _command jsonb)
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
  delete from identity.user_roles where user_id = _user.id and role_id = _role.role_id;
  if not found then
    perform platform.refuse('role_not_held', jsonb_build_object('user_ref', _user.user_ref, 'role', _role.role_name));
  end if;
  perform identity.end_sessions(_user.id, null, 'ROLE_REMOVED');
  update identity.users
  set version = version + 1, updated_at = greatest(platform.moment(), updated_at)
  where id = _user.id
  returning * into _user;
  return identity.announce_standing(
    _intent, 'user.role_removed', _user, jsonb_build_object('role', _role.role_name)
  );
end
$$;

grant execute on function identity.remove_role(jsonb, jsonb) to saku_app;
