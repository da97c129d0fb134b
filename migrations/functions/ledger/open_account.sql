-- Opens an account with an empty balance, inside the caller's commit. Other contexts call it; the application cannot.
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
  insert into ledger.accounts (account_ref, book_id, owner_type, owner_ref, currency)
  select _account_ref, books.id, _owner_type, _owner_ref, currencies.code
  from ledger.books, platform.currencies
  where books.name = 'general' and currencies.code = _currency
  returning id into strict _account_id;

  insert into ledger.balances (account_id, min_available) values (_account_id, _min_available);
end
$$;
