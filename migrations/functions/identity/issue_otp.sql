-- Notes a code that is about to be sent. Whatever was sent before for the same purpose to the same place ends.
create or replace function identity.issue_otp(
  _command jsonb, _user_id uuid, _purpose text, _promise jsonb
)
returns identity.user_otps
language plpgsql
set search_path = ''
as $$
declare
  _now timestamptz := platform.moment();
  _otp identity.user_otps;
begin
  update identity.user_otps
  set voided_at = _now, promise = '{}'
  where destination_hash = identity.hash_of(_command, 'destination_hash') and purpose = _purpose
    and used_at is null and voided_at is null;

  insert into identity.user_otps (
    otp_ref, user_id, purpose, channel, destination_hash, code_hash, promise, expires_at, created_at
  )
  values (
    _command ->> 'otp_ref', _user_id, _purpose, coalesce(_command ->> 'channel', 'email'), identity.hash_of(_command, 'destination_hash'),
    identity.hash_of(_command, 'code_hash'), _promise, _now + interval '5 minutes', _now
  )
  returning * into _otp;
  return _otp;
end
$$;
