-- Lets somebody log in again. Sessions that ended stay ended.
create or replace function identity.reactivate_user(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _replay jsonb := platform.begin_write(_intent);
  _user identity.users;
begin
  if _replay is not null then
    return _replay;
  end if;
  _user := identity.lock_lesser_user(_intent, _command);
  if _user.status <> 'SUSPENDED' then
    perform platform.refuse('user_not_suspended', jsonb_build_object(
      'user_ref', _user.user_ref, 'user_status', _user.status
    ));
  end if;
  update identity.users
  set status = 'ACTIVE', version = version + 1, updated_at = greatest(platform.moment(), updated_at)
  where id = _user.id
  returning * into _user;
  return identity.announce_standing(_intent, 'user.reactivated', _user, '{}');
end
$$;

grant execute on function identity.reactivate_user(jsonb, jsonb) to saku_app;
