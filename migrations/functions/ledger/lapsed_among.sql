-- Which of these promises have run out and were ended by nobody, asked again when their accounts are locked.
create or replace function ledger.lapsed_among(_hold_refs text[])
returns text[]
language sql
stable
set search_path = ''
as $$
  select array(
    select transaction_ref::text
    from ledger.holds
    where transaction_ref = any (_hold_refs) and status = 'ACTIVE' and expires_at <= clock_timestamp()
    order by transaction_ref::text
  );
$$;
