-- Sends another code for a registration that goes on, and ends the one before. Only whoever began it knows its ref.
create or replace function identity.resend_otp(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _last identity.user_otps;
  _pause integer;
begin
  select * into _last from identity.user_otps where otp_ref = _command ->> 'last_otp_ref' and purpose = 'REGISTRATION';
  if not found then
    return identity.refusal('code_ended');
  end if;
  _pause := identity.pause_of(_last.destination_hash, 'REGISTRATION');

  -- Read again under the lock: another may just have taken its place.
  select * into _last from identity.user_otps where otp_ref = _last.otp_ref for update;
  if _last.used_at is not null or _last.voided_at is not null
    or _last.created_at <= clock_timestamp() - interval '1 hour' then
    return identity.refusal('code_ended');
  end if;
  if _pause is not null then
    return identity.pause_refusal(_pause);
  end if;
  return platform.end_write(_intent, identity.otp_view(identity.issue_otp(
    _command || jsonb_build_object('destination_hash', encode(_last.destination_hash, 'hex')),
    _last.user_id, 'REGISTRATION', _last.promise
  )));
end
$$;

grant execute on function identity.resend_otp(jsonb, jsonb) to saku_app;
