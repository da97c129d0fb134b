-- Notes a code that is about to be sent to somebody who is logged in. Whoever has an authenticator app proves themselves
-- by that: mail would be the weaker way around it.
create or replace function identity.request_step_up(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _user identity.users;
  _pause integer := identity.pause_of(identity.hash_of(_command, 'destination_hash'), 'STEP_UP');
begin
  _user := identity.lock_user(_command ->> 'user_ref');
  if exists (select from identity.totp_factors where user_id = _user.id and confirmed_at is not null) then
    perform platform.refuse('authenticator_required');
  end if;
  if _pause is not null then
    return identity.pause_refusal(_pause);
  end if;
  return platform.end_write(_intent, identity.otp_view(identity.issue_otp(
    _command, _user.id, 'STEP_UP', jsonb_build_object('destination', _user.email)
  )));
end
$$;

grant execute on function identity.request_step_up(jsonb, jsonb) to saku_app;
