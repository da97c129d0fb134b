-- What each command takes of which allowance, so that deciding a command touches only those of its own accounts. What is new
-- counts in the present windows; what is given back returns to the windows that its original took it from.
create or replace function ledger.allowance_uses_of(
  _commands ledger.command[], _allowances ledger.allowance[], _turns integer[], _leg_account integer[],
  _leg_sign integer[], _leg_amount numeric[]
)
returns ledger.allowance_use[]
language sql
stable
set search_path = ''
as $$
  select array_agg(row(turn, allowance_n, sign, fixed, shares)::ledger.allowance_use order by turn, allowance_n)
  from (
    select command.n as turn, allowance.n as allowance_n,
      case when period = 'TRANSACTION' then 0 when kind in ('POST', 'HOLD') then 1 else -1 end as sign,
      case when period = 'HOLDS' then 1 else coalesce(sum(leg.amount), 0) end as fixed,
      case when period = 'HOLDS' then 0 else count(*) filter (where leg.amount is null) end as shares
    from unnest(_commands) as command
    join unnest(_turns, _leg_account, _leg_sign, _leg_amount) as leg (turn, account_n, sign, amount)
      on leg.turn = command.n
    join unnest(_allowances) as allowance on allowance.account_n = leg.account_n
      -- A reversal's legs are the original's the other way round.
      and (leg.sign < 0) = ((direction = 'DEBIT') <> (kind = 'REVERSE'))
      and case when kind in ('POST', 'HOLD') then is_current else original_ref = any (used_by) end
    where period <> 'HOLDS' or kind not in ('POST', 'HOLD') or kind = 'HOLD' and expires_at is not null
    group by command.n, kind, allowance.n, period
  ) as used;
$$;
