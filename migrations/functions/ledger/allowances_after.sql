-- The limits as a command leaves them. What is new counts in the present windows; what is given back returns to the
-- windows that its original took it from.
create or replace function ledger.allowances_after(
  _allowances ledger.allowance[], _command ledger.command, _amount numeric, _freed numeric,
  _leg_account integer[], _leg_sign integer[], _leg_amount numeric[]
)
returns ledger.allowance[]
language sql
stable
set search_path = ''
as $$
  select array_agg(row(
    n, limit_id, limit_ref, account_n, direction, period, cap, window_start,
    case
      when _command.kind in ('POST', 'HOLD') then used + case when is_current and period <> 'TRANSACTION' then taken else 0 end
      when _command.original_ref = any (used_by) then used - taken
      else used
    end,
    is_current, used_by
  )::ledger.allowance order by n)
  from unnest(_allowances) as allowance
  cross join lateral (
    select coalesce(sum(coalesce(leg.amount, case _command.kind when 'CAPTURE' then _freed - _amount else _amount end)), 0) as taken
    from unnest(_leg_account, _leg_sign, _leg_amount) as leg (account_n, sign, amount)
    where leg.account_n = allowance.account_n
      -- A reversal's legs are the original's the other way round.
      and (leg.sign < 0) = ((direction = 'DEBIT') <> (_command.kind = 'REVERSE'))
  ) as legs;
$$;
