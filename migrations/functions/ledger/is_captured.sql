-- Whether anything of a promise was taken.
create or replace function ledger.is_captured(_transaction_ref text)
returns boolean
language sql
stable
set search_path = ''
as $$
  select captured > 0 from ledger.holds where transaction_ref = _transaction_ref;
$$;
