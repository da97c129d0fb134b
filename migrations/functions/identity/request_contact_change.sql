-- Notes a code that is about to be sent to somebody's new address or number. One that another person has is answered the
-- same; that person is told, and no code will be right.
create or replace function identity.request_contact_change(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _purpose text := case _command ->> 'channel' when 'email' then 'EMAIL_CHANGE' else 'PHONE_CHANGE' end;
  _pause integer := identity.pause_of(identity.hash_of(_command, 'destination_hash'), _purpose);
  _user identity.users := identity.lock_user(_command ->> 'user_ref');
  _taken boolean;
begin
  perform identity.refuse_single_proof(_command ->> 'session_ref');
  if _pause is not null then
    return identity.pause_refusal(_pause);
  end if;
  _taken := exists (
    select from identity.users
    where id <> _user.id and status <> 'PENDING' and _command ->> 'norm' in (email_norm, phone_e164)
  );
  return platform.end_write(_intent, identity.otp_view(identity.issue_otp(
    _command, case when not _taken then _user.id end, _purpose,
    jsonb_build_object('destination', _command ->> 'destination', 'norm', _command ->> 'norm')
  )));
end
$$;

grant execute on function identity.request_contact_change(jsonb, jsonb) to saku_app;
