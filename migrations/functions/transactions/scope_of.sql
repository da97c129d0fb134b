-- The scope that a command of a type needs, as its route asks for it.
create or replace function transactions.scope_of(_type text)
returns text
language sql
immutable
set search_path = ''
as $$
  select case
    when _type = 'TOPUP' then 'transactions:topup'
    when _type = 'WITHDRAWAL' then 'transactions:withdraw'
    when _type in ('POSTING', 'FEE', 'EXCHANGE') then 'transactions:post'
    else 'transactions:write'
  end;
$$;
