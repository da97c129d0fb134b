-- Puts off scheduled commands that could not be done through a fault of ours, each time for longer, and ends those that were
-- put off for some two hours: by then nobody is mending it unseen. Answers the refs of those that it ended.
create or replace function transactions.put_off(_failures jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _most_attempts constant integer := 8;
  _failure record;
  _attempts integer;
  _transaction transactions.transactions;
  _ended jsonb := '[]';
begin
  for _failure in
    select transaction_ref, code
    from jsonb_to_recordset(_failures) as failure (transaction_ref text, code text)
    order by transaction_ref
  loop
    -- Under the lock that its doing and its cancelling take as well, so that it is one of the three.
    perform from transactions.transactions
    where transaction_ref = _failure.transaction_ref and status = 'INIT'
    for update;
    continue when not found;
    update transactions.scheduled_commands
    set attempts = attempts + 1,
      due_at = clock_timestamp() + least(interval '1 minute' * 2 ^ attempts, interval '1 hour')
    where transaction_ref = _failure.transaction_ref
    returning attempts into _attempts;
    continue when _attempts < _most_attempts;

    delete from transactions.scheduled_commands where transaction_ref = _failure.transaction_ref;
    update transactions.transactions
    set status = 'FAILED', failure = jsonb_build_object('code', _failure.code), completed_at = platform.moment(),
      version = version + 1
    where transaction_ref = _failure.transaction_ref
    returning * into _transaction;
    perform platform.append_event(
      jsonb_build_object('event_ref', platform.new_ref()),
      'transaction.failed', 'transaction', _transaction.transaction_ref, _transaction.version,
      jsonb_build_object(
        'transaction_ref', _transaction.transaction_ref, 'type', _transaction.type, 'status', _transaction.status,
        'amount', platform.to_decimal(_transaction.amount, _transaction.currency), 'currency', _transaction.currency,
        'source_wallet_ref', _transaction.source_wallet_ref,
        'destination_wallet_ref', _transaction.destination_wallet_ref,
        'original_transaction_ref', _transaction.original_ref, 'journal_ref', null, 'failure_code', _failure.code,
        'recorded_at', platform.to_rfc3339(_transaction.completed_at), 'legs', '[]'::jsonb
      )
    );
    _ended := _ended || to_jsonb(_failure.transaction_ref);
  end loop;
  return _ended;
end
$$;

grant execute on function transactions.put_off(jsonb) to saku_app;
