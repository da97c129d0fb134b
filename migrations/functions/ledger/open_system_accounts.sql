-- Opens the platform's own accounts in a currency when they are first needed. They have no floor and a stripe a lane.
create or replace function ledger.open_system_accounts(_legs ledger.leg[])
returns void
language sql
set search_path = ''
as $$
  with opened as (
    insert into ledger.accounts (account_ref, book_id, owner_type, owner_ref, currency, alias, is_striped)
    select platform.new_ref(), books.id, 'SYSTEM', books.book_ref, wanted.currency, wanted.alias, true
    from (
      select distinct alias, currency
      from unnest(_legs)
      where alias in ('@world', '@fees', '@clearing')
      order by alias, currency
    ) as wanted
    join ledger.books on books.name = 'general'
    join platform.currencies on currencies.code = wanted.currency
    on conflict on constraint accounts_alias do nothing
    returning id
  )
  insert into ledger.balances (account_id, stripe) select id, 0 from opened;
$$;
