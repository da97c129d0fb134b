-- What an account held after its n-th entry. Version 0 is the account as it was opened.
create or replace function ledger.balance_at_version(_account_ref text, _version bigint)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  _account ledger.accounts;
  _present bigint;
  _balance numeric;
  _recorded_at timestamptz;
begin
  select * into strict _account from ledger.accounts where account_ref = _account_ref;
  select version into strict _present from ledger.balances where account_id = _account.id and stripe = 0;
  if _version > _present then
    perform platform.refuse('version_not_reached', jsonb_build_object('present_version', _present));
  end if;

  select balance_after, recorded_at into _balance, _recorded_at
  from ledger.entries
  where account_id = _account.id and stripe = 0 and account_version = _version;
  return ledger.past_balance(
    _account.id, coalesce(_balance, 0), _version, coalesce(_recorded_at, _account.created_at)
  );
end
$$;
