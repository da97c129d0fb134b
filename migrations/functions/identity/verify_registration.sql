-- The address is proved: the person becomes active, with the password and the name of the request that the code was for.
create or replace function identity.verify_registration(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _tried record;
  _user identity.users;
  _now timestamptz;
  _username text;
begin
  perform from identity.users
  where id = (select user_id from identity.user_otps where otp_ref = _command ->> 'otp_ref')
  for no key update;
  select * into _tried
  from identity.try_otp(_command ->> 'otp_ref', 'REGISTRATION', null, identity.hash_of(_command, 'code_hash'));
  if _tried.verdict <> 'RIGHT' then
    return identity.otp_refusal(_tried.verdict, _tried.attempts_left);
  end if;

  _now := platform.moment();
  -- A name is only given for good here. Whoever was faster has it; another can be chosen later.
  _username := identity.claim_username((_tried.otp).user_id, (_tried.otp).promise ->> 'username');
  update identity.users
  set status = 'ACTIVE', password_hash = (_tried.otp).promise ->> 'password_hash', username = _username,
    email_verified_at = _now, version = version + 1, updated_at = _now
  where id = (_tried.otp).user_id and status = 'PENDING'
  returning * into _user;
  if not found then
    return identity.refusal('code_ended');
  end if;
  return platform.end_write(
    _intent,
    identity.announce_user(_intent, 'user.activated', _user, _command) || jsonb_build_object('username', _user.username)
  );
end
$$;

grant execute on function identity.verify_registration(jsonb, jsonb) to saku_app;
