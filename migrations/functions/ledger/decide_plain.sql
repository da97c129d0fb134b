-- Decides transfers one after the other in memory, each as if it were alone under the locks.
create or replace function ledger.decide_plain(_accounts ledger.plain_accounts, _amounts numeric[])
returns ledger.plain_outcome
language plpgsql
set search_path = ''
as $$
declare
  _sources integer[] := _accounts.sources;
  _destinations integer[] := _accounts.destinations;
  _balances numeric[] := _accounts.balances;
  _availables numeric[] := _accounts.availables;
  _floors numeric[] := _accounts.floors;
  _versions bigint[] := _accounts.versions;
  -- As long as the batch from the start: a list that begins with its third element would be read from there.
  _shortages numeric[] := array_fill(null::numeric, array[cardinality(_amounts)]);
  _source_balances numeric[] := _shortages;
  _source_availables numeric[] := _shortages;
  _source_versions bigint[] := _shortages::bigint[];
  _destination_balances numeric[] := _shortages;
  _destination_availables numeric[] := _shortages;
  _destination_versions bigint[] := _source_versions;
  _amount numeric;
  _s integer;
  _d integer;
begin
  for _i in 1 .. cardinality(_amounts) loop
    _amount := _amounts[_i];
    _s := _sources[_i];
    if _availables[_s] - _amount < _floors[_s] then
      _shortages[_i] := _availables[_s] - _floors[_s];
      continue;
    end if;
    _d := _destinations[_i];
    _balances[_s] := _balances[_s] - _amount;
    _availables[_s] := _availables[_s] - _amount;
    _versions[_s] := _versions[_s] + 1;
    _balances[_d] := _balances[_d] + _amount;
    _availables[_d] := _availables[_d] + _amount;
    _versions[_d] := _versions[_d] + 1;
    _source_balances[_i] := _balances[_s];
    _source_availables[_i] := _availables[_s];
    _source_versions[_i] := _versions[_s];
    _destination_balances[_i] := _balances[_d];
    _destination_availables[_i] := _availables[_d];
    _destination_versions[_i] := _versions[_d];
  end loop;
  return row(
    _shortages, _source_balances, _source_availables, _source_versions, _destination_balances, _destination_availables,
    _destination_versions
  )::ledger.plain_outcome;
end
$$;
