-- Gives striped accounts the balance rows of lanes that touch them for the first time. Stripe 0 is held meanwhile, so
-- that an account cannot be closed or blocked around a stripe that is not there yet.
create or replace function ledger.open_stripes(_account_ids uuid[], _stripes smallint[])
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform from ledger.balances
  where account_id = any (_account_ids) and stripe = 0
  order by account_id
  for share;

  insert into ledger.balances (account_id, stripe)
  select account_id, stripe
  from unnest(_account_ids, _stripes) as wanted (account_id, stripe)
  order by account_id, stripe
  on conflict do nothing;
end
$$;
