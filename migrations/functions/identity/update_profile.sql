-- Changes how somebody wishes to be met, if it is still the version that they saw. What is not named stays.
create or replace function identity.update_profile(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _replay jsonb := platform.begin_write(_intent);
  _changes jsonb := _command -> 'changes';
  _user identity.users;
  _profile identity.user_profiles;
begin
  if _replay is not null then
    return _replay;
  end if;
  _user := identity.lock_user(_command ->> 'user_ref');
  select * into strict _profile from identity.user_profiles where user_id = _user.id for update;
  perform identity.refuse_stale(_profile.version, _command);
  update identity.user_profiles
  set display_name = case when _changes ? 'display_name' then _changes ->> 'display_name' else display_name end,
    preferred_currency = coalesce(_changes ->> 'preferred_currency', preferred_currency),
    timezone = coalesce(_changes ->> 'timezone', timezone),
    language = coalesce(_changes ->> 'language', language),
    version = version + 1,
    updated_at = greatest(platform.moment(), updated_at)
  where user_id = _user.id
  returning * into _profile;

  -- The first version is nobody's change, so the first change is the first event. A name is a person's own words.
  perform platform.append_event(
    _intent, 'user.profile_changed', 'user_profile', _user.user_ref, _profile.version - 1,
    identity.profile_view(_profile) - 'display_name' || jsonb_build_object('user_ref', _user.user_ref)
  );
  perform identity.log_activity(_user.id, 'USER_PROFILE_CHANGED', '{}', null, null);
  return platform.end_write(_intent, identity.profile_view(_profile));
end
$$;

grant execute on function identity.update_profile(jsonb, jsonb) to saku_app;
