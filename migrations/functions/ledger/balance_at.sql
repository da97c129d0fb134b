-- What an account held at a past moment: after its last entry recorded at or before it, which is final, or counting each
-- entry from when it is effective, which a later back-dated entry may still change.
create or replace function ledger.balance_at(_account_ref text, _moment timestamptz, _is_by_effective boolean)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  _account_id uuid := (select id from ledger.accounts where account_ref = _account_ref);
  _end timestamptz := _moment + interval '1 millisecond';
  _balance numeric;
  _version bigint;
begin
  perform ledger.await_moment(_account_id, _end);

  select coalesce(sum(balance_after), 0), coalesce(sum(last), 0) into _balance, _version
  from ledger.balances
  cross join lateral ledger.version_before(account_id, stripe, _end) as last
  left join lateral (
    select balance_after from ledger.entries
    where entries.account_id = balances.account_id and entries.stripe = balances.stripe and account_version = last
    limit 1
  ) as entry on true
  where balances.account_id = _account_id;

  if _is_by_effective then
    select _balance + amount, _version + entries into _balance, _version
    from ledger.effective_shift(_account_id, _moment);
  end if;
  return ledger.past_balance(_account_id, _balance, _version, _moment);
end
$$;
