-- Opens an account with an empty balance, inside the caller's commit. Other contexts call it; the application cannot. An
-- account without a floor is one that many post to at once, so it has a stripe for each of them.
create or replace function ledger.open_account(
  _account_ref text, _owner_type text, _owner_ref text, _currency text, _min_available numeric
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  _account_id uuid;
begin
  insert into ledger.accounts (account_ref, book_id, owner_type, owner_ref, currency, is_striped)
  select _account_ref, books.id, _owner_type, _owner_ref, currencies.code, _min_available is null
  from ledger.books, platform.currencies
  where books.name = 'general' and currencies.code = _currency
  returning id into strict _account_id;

  insert into ledger.balances (account_id, min_available) values (_account_id, _min_available);
end
$$;
