-- Who asked for each of some transactions, for whoever keeps the log of who did what.
create or replace function transactions.requesters_of(_transaction_refs text[])
returns table (transaction_ref text, requested_by text)
language sql
stable
set search_path = ''
as $$
  select transaction_ref, requested_by
  from transactions.transactions
  where transaction_ref = any (_transaction_refs);
$$;
