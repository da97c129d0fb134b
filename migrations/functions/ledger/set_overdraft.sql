-- Sets how far below zero an account may go, and answers its balance. Refused where it is further below already.
create or replace function ledger.set_overdraft(_account_ref text, _amount numeric)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  _account ledger.accounts;
  _available numeric;
  _now timestamptz;
begin
  select * into strict _account from ledger.accounts where account_ref = _account_ref;
  perform from ledger.balances where account_id = _account.id for update;
  _now := platform.moment();

  select sum(posted_credits - posted_debits - pending_debits) + (ledger.lapsed_pending(_account.id, _now)).pending_out
  into _available
  from ledger.balances
  where account_id = _account.id;
  if _available < -_amount then
    perform platform.refuse('overdraft_in_use', jsonb_build_object(
      'available', platform.to_decimal(_available, _account.currency),
      'overdraft', platform.to_decimal(_amount, _account.currency),
      'currency', _account.currency
    ));
  end if;

  update ledger.balances
  set min_available = -_amount, revision = revision + 1
  where account_id = _account.id;
  return ledger.balance_of(_account_ref, _now);
end
$$;
