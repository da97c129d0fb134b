-- How the original of such a command ends.
create or replace function ledger.end_of(_kind text)
returns text
language sql
immutable
set search_path = ''
as $$
  select case _kind
    when 'CAPTURE' then 'CAPTURED' when 'VOID' then 'VOIDED' when 'EXPIRE' then 'EXPIRED' else 'REVERSED'
  end;
$$;
