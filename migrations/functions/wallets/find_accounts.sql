-- The account and the owner behind each of these wallets, for those who post to them. What is not settled yet is not its
-- owner's to spend.
create or replace function wallets.find_accounts(_wallet_refs text[])
returns table (wallet_ref text, owner_ref text, account_ref text, is_spendable boolean)
language sql
stable
set search_path = ''
as $$
  select wallet_ref, owner_ref, account_ref, type <> 'PENDING' from wallets.wallets where wallet_ref = any (_wallet_refs);
$$;
