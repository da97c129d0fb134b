-- The bootstrap operator, who is no user and is ended only by changing its key. No clock can make this ref.
create or replace function identity.bootstrap_ref()
returns text
language sql
immutable
parallel safe
set search_path = ''
as $$
  select '00000000000000000000000001';
$$;
