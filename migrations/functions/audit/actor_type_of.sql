-- Behind every session and key there is an owner; the bootstrap key is nobody's.
create or replace function audit.actor_type_of(_actor_ref text)
returns text
language sql
immutable
as $$
  select case
    when _actor_ref is null then 'UNKNOWN'
    when _actor_ref = '00000000000000000000000001' then 'BOOTSTRAP'
    else 'OWNER'
  end;
$$;
