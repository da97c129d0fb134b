-- Says which directions an account refuses. The account is held before its balances, as whoever opens a stripe does, and
-- the balances as every posting does, so a block and a posting happen one after the other and never half each.
create or replace function ledger.block_account(_account_ref text, _debit boolean, _credit boolean)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform from ledger.accounts where account_ref = _account_ref for no key update;
  perform from ledger.balances
  where account_id = (select id from ledger.accounts where account_ref = _account_ref)
  order by stripe
  for update;

  update ledger.accounts
  set debit_blocked = _debit, credit_blocked = _credit
  where account_ref = _account_ref and not closed;
  if not found then
    raise exception 'account % is missing or closed', _account_ref using errcode = 'no_data_found';
  end if;
  perform ledger.note_conditions((select id from ledger.accounts where account_ref = _account_ref));
end
$$;
