-- Cancels a command whose time has not come. The row is held, so it is either cancelled or run and never both.
create or replace function transactions.cancel(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _replay jsonb := platform.begin_write(_intent);
  _transaction transactions.transactions;
begin
  if _replay is not null then
    return _replay;
  end if;
  perform transactions.refuse_barred(
    _command ->> 'credential_ref', 'transactions:write', _intent ->> 'acting_owner' is null
  );
  select * into _transaction
  from transactions.transactions
  where transaction_ref = _command ->> 'transaction_ref'
    and (_intent ->> 'acting_owner' is null or requested_by = _intent ->> 'acting_owner')
  for update;
  if not found then
    perform platform.refuse('transaction_not_found', jsonb_build_object(
      'original_transaction_ref', _command ->> 'transaction_ref'
    ));
  end if;
  if _transaction.status <> 'INIT' then
    perform platform.refuse('transaction_not_scheduled', jsonb_build_object(
      'original_transaction_ref', _transaction.transaction_ref, 'transaction_status', _transaction.status
    ));
  end if;

  delete from transactions.scheduled_commands where transaction_ref = _transaction.transaction_ref;
  update transactions.transactions
  set status = 'FAILED', failure = '{"code": "transaction_cancelled"}', completed_at = platform.moment(),
    version = version + 1
  where transaction_ref = _transaction.transaction_ref
  returning * into _transaction;
  perform platform.append_event(_intent, 'transaction.cancelled', 'transaction', _transaction.transaction_ref,
    _transaction.version, jsonb_build_object(
      'transaction_ref', _transaction.transaction_ref, 'type', _transaction.type, 'status', _transaction.status
    ));
  return platform.end_write(_intent, jsonb_build_object('transaction_ref', _transaction.transaction_ref));
end
$$;

grant execute on function transactions.cancel(jsonb, jsonb) to saku_app;
