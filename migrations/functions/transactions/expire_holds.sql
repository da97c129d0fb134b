-- Ends promises that have run out, and answers how many it ended. No more than was asked for, however many have run out on
-- their accounts: each slice must end in its time.
create or replace function transactions.expire_holds(_limit integer)
returns integer
language sql
security definer
set search_path = ''
as $$
  select transactions.end_lapsed(ledger.due_holds(_limit));
$$;

grant execute on function transactions.expire_holds(integer) to saku_app;
