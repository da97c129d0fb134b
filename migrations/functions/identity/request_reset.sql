-- Notes that a way to set a new password is about to be sent, and ends the one before. An address that nobody has costs
-- the same and is answered the same.
create or replace function identity.request_reset(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _pause integer := identity.pause_of(identity.hash_of(_command, 'destination_hash'), 'PASSWORD_RESET');
  _now timestamptz := platform.moment();
  _user identity.users;
begin
  if _pause is not null then
    return identity.pause_refusal(_pause);
  end if;
  select * into _user
  from identity.users
  where email_norm = _command ->> 'email_norm' and status = 'ACTIVE'
  for no key update;
  update identity.password_reset_requests
  set voided_at = _now
  where user_id = _user.id and used_at is null and voided_at is null;
  insert into identity.password_reset_requests (
    request_ref, user_id, destination_hash, token_hash, expires_at, created_at
  )
  values (
    _command ->> 'request_ref', _user.id, identity.hash_of(_command, 'destination_hash'),
    identity.hash_of(_command, 'token_hash'), _now + interval '30 minutes', _now
  );
  return platform.end_write(_intent, jsonb_build_object(
    'is_known', _user.id is not null, 'destination', coalesce(_user.email, _command ->> 'email')
  ));
end
$$;

grant execute on function identity.request_reset(jsonb, jsonb) to saku_app;
