-- An app has shown its first code: from now on every login asks for one. Whatever other sessions stand were opened without
-- it, and end.
create or replace function identity.confirm_totp(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _user identity.users := identity.lock_user(_command ->> 'user_ref');
  _now timestamptz := platform.moment();
begin
  -- The secret that the code was compared with, and no other that was put there meanwhile.
  update identity.totp_factors
  set confirmed_at = _now, last_step = (_command ->> 'step')::bigint, failed_attempts = 0, locked_until = null
  where user_id = _user.id and confirmed_at is null and secret_encrypted = _command ->> 'secret_encrypted';
  if not found then
    perform platform.refuse('totp_not_begun');
  end if;
  perform identity.put_backup_codes(_user.id, _command);
  return identity.end_factor_change(_intent, 'user.second_factor_added', _user, _command);
end
$$;

grant execute on function identity.confirm_totp(jsonb, jsonb) to saku_app;
