-- Tries a code once. Every try counts, under the lock, so that many who try at one moment have five tries together.
-- Answers the row as it was if the code is right, and uses it up; else how it went.
create or replace function identity.try_otp(
  _otp_ref text, _purpose text, _user_id uuid, _code_hash bytea,
  out verdict text, out attempts_left integer, out otp identity.user_otps
)
language plpgsql
set search_path = ''
as $$
declare
  _now timestamptz;
begin
  -- A code that was never sent has nobody, and is tried by whoever asked for it like any other.
  select * into otp
  from identity.user_otps
  where otp_ref = _otp_ref and purpose = _purpose and coalesce(user_id = _user_id, true)
  for update;
  _now := platform.moment();
  if not found or otp.used_at is not null or otp.voided_at is not null or otp.expires_at <= _now
    or otp.attempts >= otp.max_attempts then
    verdict := 'ENDED';
    return;
  end if;

  -- A code that was never sent fits nothing, whatever was typed.
  if otp.code_hash = _code_hash and otp.user_id is not null then
    verdict := 'RIGHT';
    update identity.user_otps
    set attempts = attempts + 1, used_at = _now, promise = '{}'
    where otp_ref = _otp_ref;
    return;
  end if;
  verdict := 'WRONG';
  attempts_left := otp.max_attempts - otp.attempts - 1;
  update identity.user_otps
  set attempts = attempts + 1
  where otp_ref = _otp_ref;
end
$$;
