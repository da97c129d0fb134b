-- Waits for whoever is changing what an account holds, and lets nobody change it until the commit. What is recorded after
-- that bears a moment after it.
create or replace function ledger.hold_still(_account_ref text)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform from ledger.balances
  where account_id = (select id from ledger.accounts where account_ref = _account_ref)
  order by stripe
  for share;
end
$$;
