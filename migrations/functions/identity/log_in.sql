-- Decides a login whose password was compared before. The comparison is only believed for the hash that it was made with,
-- and everybody who is refused is refused alike; why stands in the audit.
create or replace function identity.log_in(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _user identity.users;
  _reason text;
begin
  select * into _user from identity.users where email_norm = _command ->> 'email_norm' for no key update;
  _reason := case
    when not found then 'UNKNOWN'
    when _user.status <> 'ACTIVE' then _user.status
    when not (_command ->> 'is_right')::boolean then 'WRONG_PASSWORD'
    when _user.password_hash is distinct from _command ->> 'compared_with' then 'PASSWORD_CHANGED'
  end;
  if _reason is not null then
    return identity.deny_login(_user.id, 'invalid_credentials', _reason, _command);
  end if;

  if _command ->> 'new_hash' is not null then
    update identity.users set password_hash = _command ->> 'new_hash' where id = _user.id returning * into _user;
  end if;
  if exists (select from identity.totp_factors where user_id = _user.id and confirmed_at is not null) then
    return platform.end_write(_intent, identity.challenge_login(_user, _command));
  end if;
  return platform.end_write(_intent, identity.finish_login(_intent, _user, _command, false));
end
$$;

grant execute on function identity.log_in(jsonb, jsonb) to saku_app;
