-- Keeps a command for its time. Its transaction stands in INIT from this commit on, and can be read and cancelled.
create or replace function transactions.schedule(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _replay jsonb := platform.begin_write(_intent);
  _wanted transactions.command := jsonb_populate_record(null::transactions.command, _command);
  _taken_by text;
  _now timestamptz := platform.moment();
  _due timestamptz := (_command ->> 'scheduled_for')::timestamptz;
begin
  if _replay is not null then
    return _replay;
  end if;
  perform transactions.refuse_barred(
    _wanted.credential_ref, transactions.scope_of(_wanted.type), _wanted.acting_owner is null
  );
  if _due <= _now or _due > _now + interval '10 years' then
    perform platform.refuse('validation_failed', jsonb_build_object('errors', jsonb_build_array(jsonb_build_object(
      'in', 'body', 'pointer', '/scheduled_for', 'message', 'Expected a moment in the next ten years.'
    ))));
  end if;
  perform transactions.free_references(array[_wanted], null, null, null, 0);
  perform transactions.refuse_strangers(_wanted);

  insert into transactions.transactions (
    transaction_ref, type, status, requested_by, amount, currency, source_wallet_ref, destination_wallet_ref, is_hold,
    reference, description, metadata, details, effective_at, scheduled_for, created_at
  )
  values (
    _wanted.transaction_ref, _wanted.type, 'INIT', _wanted.scope, _wanted.amount, _wanted.currency,
    _wanted.source_wallet_ref, _wanted.destination_wallet_ref, coalesce(_wanted.is_hold, false), _wanted.reference,
    _wanted.description, _wanted.metadata, _wanted.details, _wanted.effective_at, _due, _now
  )
  on conflict do nothing;
  -- Another has taken the reference since it was looked for, and has committed.
  if not found then
    select transaction_ref into _taken_by
    from transactions.transactions
    where requested_by = _wanted.scope and reference = _wanted.reference and status <> 'FAILED';
    perform platform.refuse('reference_taken', jsonb_strip_nulls(jsonb_build_object(
      'reference', _wanted.reference, 'taken_by', _taken_by
    )));
  end if;
  insert into transactions.scheduled_commands (transaction_ref, due_at, command)
  values (_wanted.transaction_ref, _due, (_command - 'scheduled_for' - 'key' - 'credential_ref') || '{"is_due": true}');

  perform platform.append_event(_intent, 'transaction.scheduled', 'transaction', _wanted.transaction_ref, 1,
    jsonb_build_object(
      'transaction_ref', _wanted.transaction_ref, 'type', _wanted.type, 'status', 'INIT',
      'amount', platform.to_decimal(_wanted.amount, _wanted.currency), 'currency', _wanted.currency,
      'source_wallet_ref', _wanted.source_wallet_ref, 'destination_wallet_ref', _wanted.destination_wallet_ref,
      'scheduled_for', platform.to_rfc3339(_due)
    ));
  return platform.end_write(_intent, jsonb_build_object(
    'transaction_ref', _wanted.transaction_ref, 'journal_ref', null, 'recorded_at', platform.to_rfc3339(_now),
    'amount', platform.to_decimal(_wanted.amount, _wanted.currency), 'balances', '[]'::jsonb
  ));
end
$$;

grant execute on function transactions.schedule(jsonb, jsonb) to saku_app;
