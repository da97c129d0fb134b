-- Ends those of these promises that have run out, as the next command on their accounts would, and answers how many it
-- ended.
create or replace function transactions.end_lapsed(_hold_refs text[])
returns integer
language plpgsql
set search_path = ''
as $$
declare
  _accounts ledger.working_account[];
  _lapsed text[];
  _commands ledger.command[];
  _results ledger.posting[];
begin
  if _hold_refs = '{}' then
    return 0;
  end if;
  _accounts := ledger.lock_accounts(null, _hold_refs, null, 0::smallint);
  -- Only under the locks is it sure that nobody else has ended them.
  _lapsed := ledger.lapsed_among(_hold_refs);
  _commands := transactions.ledger_commands('{}', '{}', '{}', _lapsed, null);
  _results := array(select posting from ledger.post(_accounts, _commands, '{}', 0::smallint) as posting order by n);
  perform transactions.settle_originals('{}', _commands, _results);
  return cardinality(_lapsed);
end
$$;
