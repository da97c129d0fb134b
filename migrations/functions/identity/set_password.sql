-- Gives a person a new password, and ends whatever the old one opened or promised, save the session that asks.
create or replace function identity.set_password(
  _intent jsonb, _user identity.users, _new_hash text, _except uuid, _reason text, _command jsonb
)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  _now timestamptz := platform.moment();
begin
  update identity.users
  set password_hash = _new_hash, version = version + 1, updated_at = _now
  where id = _user.id
  returning * into _user;
  update identity.password_reset_requests
  set voided_at = _now
  where user_id = _user.id and used_at is null and voided_at is null;
  update identity.user_otps
  set voided_at = _now, promise = '{}'
  where user_id = _user.id and used_at is null and voided_at is null;
  perform identity.end_sessions(_user.id, _except, _reason);
  return identity.announce_user(_intent, 'user.password_changed', _user, _command);
end
$$;
