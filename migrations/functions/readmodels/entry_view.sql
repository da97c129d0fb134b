-- An entry as auditors are shown it.
create or replace function readmodels.entry_view(_entry readmodels.ledger_entries_view)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'journal_ref', _entry.journal_ref, 'transaction_ref', _entry.transaction_ref,
    'transaction_type', _entry.transaction_type, 'account_ref', _entry.account_ref, 'wallet_ref', _entry.wallet_ref,
    'stripe', _entry.stripe, 'version', _entry.version, 'entry_type', _entry.entry_type,
    'amount', platform.to_decimal(_entry.amount, _entry.currency), 'currency', _entry.currency,
    'balance_after', platform.to_decimal(_entry.balance_after, _entry.currency),
    'created_at', platform.to_rfc3339(_entry.created_at)
  );
$$;
