-- Stands in for the foreign keys between wallets and their ledger accounts: a slice of wallets is compared with the
-- accounts they name. last_ref is null when the slice was the last one.
create or replace function wallets.reconcile(_after text, _limit integer)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  with slice as (
    select wallet_ref, account_ref, currency, status, freeze_mode
    from wallets.wallets
    where wallet_ref > _after
    order by wallet_ref
    limit _limit
  )
  select jsonb_build_object(
    'checked', count(*),
    'last_ref', case when count(*) = _limit then max(wallet_ref) end,
    'faults', ledger.account_faults(coalesce(jsonb_agg(jsonb_build_object(
      'account_ref', account_ref,
      'owner_ref', wallet_ref,
      'currency', currency,
      'closed', status = 'CLOSED',
      'debit_blocked', coalesce(freeze_mode in ('ALL', 'DEBIT_ONLY'), false),
      'credit_blocked', coalesce(freeze_mode in ('ALL', 'CREDIT_ONLY'), false)
    )), '[]'))
  )
  from slice;
$$;

grant execute on function wallets.reconcile(text, integer) to saku_app;
