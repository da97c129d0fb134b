-- What a batch did to earlier transactions: how their promises ended, and how much of them was reversed. Each change of
-- an original is announced under the original's own sequence.
create or replace function transactions.settle_originals(
  _commands transactions.command[], _ledger_commands ledger.command[], _results ledger.posting[]
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  _act record;
  _original transactions.transactions;
begin
  for _act in
    select numbered.kind, numbered.original_ref, numbered.transaction_ref, result.amount, result.is_end,
      result.recorded_at, result.legs, command.reason, command.scope, command.traceparent
    from unnest(_ledger_commands) as numbered
    join unnest(_results) as result on result.n = numbered.n and result.code is null
    left join unnest(_commands) as command
      on command.transaction_ref = numbered.transaction_ref and numbered.kind <> 'EXPIRE'
    where numbered.original_ref is not null
    order by numbered.n
  loop
    update transactions.transactions
    set version = version + 1,
      reversed_amount = reversed_amount + case when _act.kind = 'REVERSE' then _act.amount else 0 end,
      status = case
        when _act.kind = 'REVERSE' or not _act.is_end then status
        when _act.kind = 'CAPTURE' or ledger.is_captured(_act.original_ref) then 'COMPLETED'
        else 'FAILED' end,
      failure = case when _act.kind in ('VOID', 'EXPIRE') and not ledger.is_captured(_act.original_ref)
        then jsonb_build_object('code', case _act.kind when 'VOID' then 'hold_voided' else 'hold_expired' end) end,
      completed_at = case when _act.is_end and _act.kind <> 'REVERSE' then _act.recorded_at else completed_at end
    where transaction_ref = _act.original_ref
    returning * into strict _original;

    if _act.kind = 'REVERSE' then
      insert into transactions.transaction_reversals (
        reversal_ref, original_ref, amount, reason, reversed_by, reversed_at
      )
      values (_act.transaction_ref, _act.original_ref, _act.amount, _act.reason, _act.scope, _act.recorded_at);
    end if;

    perform platform.append_event(
      jsonb_build_object('event_ref', platform.new_ref(), 'traceparent', _act.traceparent),
      case _act.kind when 'CAPTURE' then 'transaction.captured' when 'VOID' then 'transaction.voided'
        when 'EXPIRE' then 'transaction.expired' else 'transaction.reversed' end,
      'transaction', _original.transaction_ref, _original.version,
      jsonb_strip_nulls(jsonb_build_object(
        'transaction_ref', _original.transaction_ref, 'type', _original.type, 'status', _original.status,
        'source_wallet_ref', _original.source_wallet_ref, 'destination_wallet_ref', _original.destination_wallet_ref,
        'by_transaction_ref', nullif(_act.transaction_ref, _act.original_ref),
        'amount', platform.to_decimal(_act.amount, _original.currency), 'currency', _original.currency,
        'reversed_amount', platform.to_decimal(_original.reversed_amount, _original.currency),
        'recorded_at', platform.to_rfc3339(_act.recorded_at),
        'legs', case when _act.kind = 'EXPIRE' then _act.legs end
      ))
    );
  end loop;
end
$$;
