-- The other direction of the reconciliation: wallet accounts in the ledger that no wallet names. Both counts are taken
-- in one snapshot, so a wallet that is being opened is in both or in neither.
create or replace function wallets.count_unowned_accounts()
returns bigint
language sql
stable
security definer
set search_path = ''
as $$
  select ledger.count_accounts('WALLET') - (select count(*) from wallets.wallets);
$$;

grant execute on function wallets.count_unowned_accounts() to saku_app;
