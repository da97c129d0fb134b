-- Brings transactions that stood in INIT to the state that their commands have reached, and takes them off the schedule.
create or replace function transactions.finish_due(
  _commands transactions.command[], _results ledger.posting[]
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  _done record;
begin
  for _done in
    select command.transaction_ref, command.journal_ref, command.is_hold, command.currency, result.code, result.fields,
      result.recorded_at
    from unnest(_commands) as command
    join unnest(_results) as result on result.transaction_ref = command.transaction_ref
    where command.is_due
  loop
    update transactions.transactions
    set version = version + 1,
      status = case when _done.code is not null then 'FAILED' when _done.is_hold then 'WALLET_OK' else 'COMPLETED' end,
      journal_ref = case when _done.code is null and _done.is_hold is not true then _done.journal_ref end,
      failure = case when _done.code is not null then transactions.refusal_of(
        _done.code, _done.fields, (select ('1e-' || exponent)::numeric from platform.currencies where code = _done.currency),
        _done.currency
      ) end,
      completed_at = case when _done.code is not null or _done.is_hold is not true then _done.recorded_at end
    where transaction_ref = _done.transaction_ref;
    delete from transactions.scheduled_commands where transaction_ref = _done.transaction_ref;
  end loop;
end
$$;
