-- The legs of a transaction that this owner may see: all of what they asked for and both of two, but of a payment to many
-- only their own.
create or replace function transactions.visible_legs(_transaction transactions.transactions, _acting_owner text)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select case
    when _acting_owner is null or _acting_owner = (_transaction).requested_by or jsonb_array_length(legs) <= 2 then legs
    else (
      select coalesce(jsonb_agg(leg order by place), '[]')
      from jsonb_array_elements(legs) with ordinality as listed (leg, place)
      where exists (
        select from wallets.find_accounts(array[leg ->> 'wallet_ref']) where owner_ref = _acting_owner
      )
    )
  end
  from ledger.legs_of((_transaction).journal_ref) as legs;
$$;
