-- Gives a name to a person, or nothing if somebody else has it.
create or replace function identity.claim_username(_user_id uuid, _username text)
returns text
language plpgsql
set search_path = ''
as $$
begin
  update identity.users set username = _username where id = _user_id;
  return _username;
exception
  when unique_violation then
    return null;
end
$$;
