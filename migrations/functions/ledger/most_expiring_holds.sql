-- How many promises of one account may wait to run out by themselves. All of them may run out at one moment, and then the
-- account's next command ends them all.
create or replace function ledger.most_expiring_holds()
returns integer
language sql
immutable
set search_path = ''
as $$
  select 1000;
$$;
