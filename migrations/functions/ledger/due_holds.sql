-- Promises that have run out and that nobody has touched since.
create or replace function ledger.due_holds(_limit integer)
returns text[]
language sql
stable
set search_path = ''
as $$
  select array(
    select transaction_ref::text
    from ledger.holds
    where status = 'ACTIVE' and expires_at <= clock_timestamp()
    order by expires_at
    limit _limit
  );
$$;
