-- Holds a person's row until the commit. Whoever needs more rows of theirs takes this one first, so that nobody waits for
-- each other in a circle.
create or replace function identity.lock_user(_user_ref text)
returns identity.users
language sql
set search_path = ''
as $$
  select * from identity.users where user_ref = _user_ref for no key update;
$$;
