-- Ends promises that have run out, as the next command on their accounts would, and answers how many it ended.
create or replace function transactions.expire_holds(_limit integer)
returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  _due text[] := ledger.due_holds(_limit);
  _accounts ledger.working_account[] := ledger.lock_accounts('{}', _due, '{}', 0::smallint);
  -- No more than was asked for, however many have run out on these accounts: each slice must end in its time.
  _expired text[] := array(select unnest(ledger.expired_holds(_accounts)) intersect select unnest(_due));
  _commands ledger.command[] := transactions.ledger_commands('{}', '{}', '{}', _expired, null);
  _results ledger.posting[];
begin
  _results := array(select posting from ledger.post(_accounts, _commands, '{}', 0::smallint) as posting order by n);
  perform transactions.settle_originals('{}', _commands, _results);
  return cardinality(_expired);
end
$$;

grant execute on function transactions.expire_holds(integer) to saku_app;
