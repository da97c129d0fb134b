-- The rows of transactions and of journals as another store of the same read models keeps them. Amounts are decimals, and
-- each row says by how many events or entries it is newer than another of its key.
create or replace function readmodels.rows_of(_transaction_refs text[], _journal_refs text[])
returns jsonb
language sql
stable
security definer
set search_path = ''
set enable_seqscan = off
as $$
  select jsonb_build_object(
    'transaction_facts', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'transaction_ref', transaction_ref, 'user_ref', coalesce(user_ref, ''), 'wallet_ref', coalesce(wallet_ref, ''),
        'amount', platform.to_decimal(amount, currency),
        'reversed_amount', platform.to_decimal(reversed_amount, currency), 'currency', currency, 'type', type,
        'status', status, 'failure_code', coalesce(failure_code, ''), 'sequence', sequence,
        'created_at', platform.to_rfc3339(created_at), 'updated_at', platform.to_rfc3339(updated_at)
      )), '[]')
      from readmodels.transaction_facts
      where transaction_ref = any (_transaction_refs)
    ),
    'ledger_entries', (
      select coalesce(jsonb_agg(readmodels.entry_view(entry) || jsonb_build_object(
        'wallet_ref', coalesce(wallet_ref, '')
      )), '[]')
      from readmodels.ledger_entries_view as entry
      where journal_ref = any (_journal_refs)
    )
  );
$$;

grant execute on function readmodels.rows_of(text[], text[]) to saku_app;
