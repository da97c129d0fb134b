-- Gives new backup codes to somebody who has just used their second factor.
create or replace function identity.replace_backup_codes(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _user identity.users := identity.lock_user(_command ->> 'user_ref');
  _refusal jsonb := identity.try_factor(_user.id, _command);
begin
  if _refusal is not null then
    return _refusal;
  end if;
  perform identity.put_backup_codes(_user.id, _command);
  perform identity.log_activity(
    _user.id, 'BACKUP_CODES_REPLACED', '{}', _command ->> 'ip', _command ->> 'user_agent'
  );
  return platform.end_write(_intent, identity.account_view(_user));
end
$$;

grant execute on function identity.replace_backup_codes(jsonb, jsonb) to saku_app;
