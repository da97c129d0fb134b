-- Begins an account that waits until its address is proved. An address that somebody has already is answered just as one
-- that nobody has; only its owner learns more, by mail. The password travels with this very request: whoever registers
-- somebody else's address does not choose what the owner, who proves it, will log in with.
create or replace function identity.register(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _pause integer := identity.pause_of(identity.hash_of(_command, 'destination_hash'), 'REGISTRATION');
  _now timestamptz := platform.moment();
  _user identity.users;
  _otp identity.user_otps;
  _promise jsonb := jsonb_build_object('destination', _command ->> 'email');
begin
  if exists (select from identity.users where username = _command ->> 'username') then
    perform platform.refuse('username_taken', '{}');
  end if;
  if _pause is not null then
    return identity.pause_refusal(_pause);
  end if;

  insert into identity.users (user_ref, email, email_norm, created_at, updated_at)
  values (_command ->> 'user_ref', _command ->> 'email', _command ->> 'email_norm', _now, _now)
  on conflict (email_norm) do nothing
  returning * into _user;
  if found then
    perform identity.grant_role(_user.id, 'user');
    perform identity.announce_user(_intent, 'user.registered', _user, _command);
  else
    select * into strict _user from identity.users where email_norm = _command ->> 'email_norm' for no key update;
  end if;

  if _user.status = 'PENDING' then
    _promise := _promise || jsonb_build_object(
      'password_hash', _command ->> 'password_hash', 'username', _command ->> 'username'
    );
    _otp := identity.issue_otp(_command, _user.id, 'REGISTRATION', _promise);
  else
    _otp := identity.issue_otp(_command, null, 'REGISTRATION', _promise);
  end if;
  return platform.end_write(_intent, identity.otp_view(_otp));
end
$$;

grant execute on function identity.register(jsonb, jsonb) to saku_app;
