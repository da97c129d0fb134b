-- Stops somebody from doing anything, at once: their sessions end, and their keys stand only while they do.
create or replace function identity.suspend_user(_intent jsonb, _command jsonb)
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
  if _user.status <> 'ACTIVE' then
    perform platform.refuse('user_not_active', jsonb_build_object(
      'user_ref', _user.user_ref, 'user_status', _user.status
    ));
  end if;
  perform identity.end_sessions(_user.id, null, 'SUSPENDED');
  update identity.users
  set status = 'SUSPENDED', version = version + 1, updated_at = greatest(platform.moment(), updated_at)
  where id = _user.id
  returning * into _user;
  return identity.announce_standing(
    _intent, 'user.suspended', _user, jsonb_build_object('reason', _command ->> 'reason')
  );
end
$$;

grant execute on function identity.suspend_user(jsonb, jsonb) to saku_app;
