create or replace function ledger.count_accounts(_owner_type text)
returns bigint
language sql
stable
set search_path = ''
as $$
  select count(*) from ledger.accounts where owner_type = _owner_type;
$$;
