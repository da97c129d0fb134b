-- Gives striped accounts the balance rows of lanes that touch them for the first time. The account itself is held
-- meanwhile, so that it cannot be closed, blocked or read around a stripe that is not there yet.
create or replace function ledger.open_stripes(_account_ids uuid[], _stripes smallint[])
returns void
language plpgsql
set search_path = ''
as $$
declare
  _missing uuid[] := array(
    select wanted.account_id
    from unnest(_account_ids, _stripes) as wanted (account_id, stripe)
    left join lateral (
      select true as stands from ledger.balances
      where balances.account_id = wanted.account_id and balances.stripe = wanted.stripe
      limit 1
    ) as known on true
    where known.stands is null
  );
begin
  if _missing = '{}' then
    return;
  end if;
  perform from ledger.accounts where id = any (_missing) order by id for share;

  insert into ledger.balances (account_id, stripe)
  select account_id, stripe
  from unnest(_account_ids, _stripes) as wanted (account_id, stripe)
  where account_id = any (_missing)
  order by account_id, stripe
  on conflict do nothing;
end
$$;
