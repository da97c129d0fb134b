-- Closes an account for ever. Refused while it holds money or has promised some.
create or replace function ledger.close_account(_account_ref text)
returns void
language plpgsql
set search_path = ''
as $$
declare
  _account ledger.accounts;
  _balance numeric;
  _pending_in numeric;
  _pending_out numeric;
begin
  select * into strict _account from ledger.accounts where account_ref = _account_ref for no key update;
  perform from ledger.balances where account_id = _account.id order by stripe for update;

  -- Promises that have run out count no more, whether or not a sweeper came by.
  select sum(posted_credits - posted_debits), sum(pending_credits) - max(lapsed.pending_in),
    sum(pending_debits) - max(lapsed.pending_out)
  into _balance, _pending_in, _pending_out
  from ledger.balances, ledger.lapsed_pending(_account.id, clock_timestamp()) as lapsed
  where account_id = _account.id;

  if _balance <> 0 or _pending_in <> 0 or _pending_out <> 0 then
    perform platform.refuse('account_not_empty', jsonb_build_object(
      'balance', platform.to_decimal(_balance, _account.currency),
      'pending_in', platform.to_decimal(_pending_in, _account.currency),
      'pending_out', platform.to_decimal(_pending_out, _account.currency),
      'currency', _account.currency
    ));
  end if;

  update ledger.accounts set closed = true where id = _account.id;
  perform ledger.note_conditions(_account.id);
end
$$;
