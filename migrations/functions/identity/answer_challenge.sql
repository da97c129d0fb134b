-- Continues a login with its second factor. The factor is tried under the lock of the person, so that many who try at
-- one moment are counted one by one.
create or replace function identity.answer_challenge(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _user identity.users;
  _challenge identity.login_challenges;
  _refusal jsonb;
begin
  select u.* into _user
  from identity.users as u
  join identity.login_challenges as c on c.user_id = u.id
  where c.token_hash = identity.hash_of(_command, 'challenge_hash')
  for no key update of u;
  update identity.login_challenges
  set attempts = attempts + 1
  where token_hash = identity.hash_of(_command, 'challenge_hash')
    and used_at is null and attempts < 5 and expires_at > clock_timestamp()
    and _user.status = 'ACTIVE' and password_hash = _user.password_hash
  returning * into _challenge;
  if not found then
    return identity.deny_login(_user.id, 'challenge_ended', 'CHALLENGE_ENDED', _command);
  end if;

  _refusal := identity.try_factor(_user.id, _command);
  if _refusal is not null then
    perform identity.deny_login(_user.id, 'second_factor_wrong', 'SECOND_FACTOR', _command);
    return _refusal;
  end if;
  update identity.login_challenges
  set used_at = clock_timestamp()
  where challenge_ref = _challenge.challenge_ref;
  return platform.end_write(_intent, identity.finish_login(_intent, _user, _command, true));
end
$$;

grant execute on function identity.answer_challenge(jsonb, jsonb) to saku_app;
