-- Behind every session and key there is an owner; the bootstrap key is nobody's.
create or replace function audit.actor_type_of(_actor_ref text)
returns text
language sql
immutable
set search_path = ''
as $$
  select case _actor_ref when '00000000000000000000000001' then 'BOOTSTRAP' else 'OWNER' end
  where _actor_ref is not null
  union all
  select 'UNKNOWN' where _actor_ref is null;
$$;
