-- In a chain that broke, everything but the culprit failed because of it.
create or replace function ledger.link_outcomes(_commands ledger.command[], _outcomes ledger.outcome[])
returns ledger.outcome[]
language plpgsql
set search_path = ''
as $$
declare
  _culprits jsonb;
  _culprit text;
begin
  select jsonb_object_agg(chain, transaction_ref) into _culprits
  from unnest(_commands) as command
  join unnest(_outcomes) as outcome using (n)
  where chain is not null and outcome.code <> 'linked_command_failed';

  for _n in 1 .. cardinality(_commands) loop
    _culprit := _culprits ->> _commands[_n].chain;
    continue when _culprit is null or _culprit = _commands[_n].transaction_ref;
    _outcomes[_n].code := 'linked_command_failed';
    _outcomes[_n].fields := jsonb_build_object('failed_transaction_ref', _culprit);
  end loop;
  return _outcomes;
end
$$;
