-- Lets the key that waits sign, if the place is empty and there is one.
create or replace function identity.activate_next_key()
returns text
language sql
set search_path = ''
as $$
  update identity.signing_keys
  set state = 'ACTIVE', activated_at = clock_timestamp()
  where state = 'NEXT' and not exists (select from identity.signing_keys where state = 'ACTIVE')
  returning kid;
$$;
