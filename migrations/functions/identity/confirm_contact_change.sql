-- A new address or number is proved, and takes the place of the one before. Whatever was sent to that ends.
create or replace function identity.confirm_contact_change(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _user identity.users := identity.lock_user(_command ->> 'user_ref');
  _last text := _user.email;
  _purpose text;
  _tried record;
begin
  perform identity.refuse_single_proof(_command ->> 'session_ref');
  select purpose into _purpose
  from identity.user_otps
  where otp_ref = _command ->> 'otp_ref' and purpose in ('EMAIL_CHANGE', 'PHONE_CHANGE');
  select * into _tried
  from identity.try_otp(_command ->> 'otp_ref', _purpose, _user.id, identity.hash_of(_command, 'code_hash'));
  if _tried.verdict <> 'RIGHT' then
    return identity.otp_refusal(_tried.verdict, _tried.attempts_left);
  end if;

  perform identity.discard_registration(_intent, (_tried.otp).promise ->> 'norm');
  _user := identity.set_contact(_user, _purpose, (_tried.otp).promise);
  if _user.id is null then
    return identity.refusal('code_ended');
  end if;
  update identity.password_reset_requests
  set voided_at = platform.moment()
  where user_id = _user.id and used_at is null and voided_at is null;
  return platform.end_write(_intent, identity.announce_user(
    _intent, case _purpose when 'EMAIL_CHANGE' then 'user.email_changed' else 'user.phone_changed' end, _user, _command
  ) || jsonb_build_object('last_email', _last, 'contact', lower(_purpose)));
end
$$;

grant execute on function identity.confirm_contact_change(jsonb, jsonb) to saku_app;
