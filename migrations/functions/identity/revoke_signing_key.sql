-- Withdraws a key that has leaked, or that no secret opens any more: nothing that it signed is believed from now on, save
-- by whoever has a copy of the published keys. Answers whether there was such a key.
create or replace function identity.revoke_signing_key(_kid text)
returns boolean
language plpgsql
set search_path = ''
as $$
begin
  lock table identity.signing_keys in share row exclusive mode;
  if not exists (select from identity.signing_keys where kid = _kid) then
    return false;
  end if;
  perform identity.retire_signing_key(_kid, clock_timestamp());
  perform identity.activate_next_key();
  return true;
end
$$;
