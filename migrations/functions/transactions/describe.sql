-- A transaction with everything that is known of it, or null for one that is not there for this owner.
create or replace function transactions.describe(_transaction_ref text, _acting_owner text)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select jsonb_build_object(
    'transaction_ref', present.transaction_ref, 'type', present.type, 'status', present.status,
    'amount', platform.to_decimal(present.amount, present.currency), 'currency', present.currency,
    'source_wallet_ref', present.source_wallet_ref, 'destination_wallet_ref', present.destination_wallet_ref,
    'original_transaction_ref', present.original_ref, 'journal_ref', present.journal_ref,
    'reference', present.reference, 'description', present.description,
    'metadata', coalesce(present.metadata, '{}'), 'details', present.details,
    'effective_at', platform.to_rfc3339(present.effective_at),
    'scheduled_for', platform.to_rfc3339(present.scheduled_for),
    'created_at', platform.to_rfc3339(present.created_at),
    'completed_at', platform.to_rfc3339(present.completed_at),
    'reversed_amount', platform.to_decimal(present.reversed_amount, present.currency),
    'is_hold', present.is_hold,
    -- Why it failed is told to whoever asked for it: the figures may be another's.
    'failure', case when _acting_owner is null or _acting_owner = present.requested_by
      then present.failure else present.failure - 'fields' end,
    'hold', ledger.hold_of(present.transaction_ref),
    'legs', transactions.visible_legs(present, _acting_owner),
    'reversals', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'transaction_ref', reversal_ref, 'amount', platform.to_decimal(amount, present.currency),
        'reason', reason, 'reversed_at', platform.to_rfc3339(reversed_at)
      ) order by reversal_ref), '[]')
      from transactions.transaction_reversals
      where original_ref = present.transaction_ref
    ),
    'acts', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'transaction_ref', act.transaction_ref, 'type', act.type, 'status', act.status,
        'amount', platform.to_decimal(act.amount, act.currency), 'created_at', platform.to_rfc3339(act.created_at)
      ) order by act.transaction_ref), '[]')
      from transactions.transactions as act
      where act.original_ref = present.transaction_ref and transactions.is_visible(act, _acting_owner)
    ),
    'audit', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'audit_event', audit_event, 'old_status', old_status, 'new_status', new_status,
        'reversed_amount', platform.to_decimal(reversed_amount, present.currency),
        'changed_at', platform.to_rfc3339(changed_at)
      ) order by version), '[]')
      from transactions.transaction_audit
      where transaction_ref = present.transaction_ref
    )
  )
  from transactions.transactions as present
  where present.transaction_ref = _transaction_ref and transactions.is_visible(present, _acting_owner);
$$;

grant execute on function transactions.describe(text, text) to saku_app;
