-- Gives a person a proved address or number; nothing if another person was faster.
create or replace function identity.set_contact(_user identity.users, _purpose text, _promise jsonb)
returns identity.users
language plpgsql
set search_path = ''
as $$
declare
  _now timestamptz := platform.moment();
begin
  if _purpose = 'EMAIL_CHANGE' then
    update identity.users
    set email = _promise ->> 'destination', email_norm = _promise ->> 'norm', email_verified_at = _now,
      version = version + 1, updated_at = _now
    where id = _user.id and status = 'ACTIVE'
    returning * into _user;
  else
    update identity.users
    set phone_e164 = _promise ->> 'norm', phone_verified_at = _now, version = version + 1, updated_at = _now
    where id = _user.id and status = 'ACTIVE'
    returning * into _user;
  end if;
  return _user;
exception
  when unique_violation then
    return null;
end
$$;
