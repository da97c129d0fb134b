-- Writes what a batch used of its limits, and what returned to the windows it came from.
create or replace function ledger.write_limit_uses(
  _commands ledger.command[], _outcomes ledger.outcome[], _allowances ledger.allowance[], _turns integer[],
  _leg_account integer[], _leg_sign integer[], _leg_amount numeric[]
)
returns void
language sql
set search_path = ''
as $$
  insert into ledger.limit_windows (limit_id, window_start, used)
  select limit_id, window_start, 0
  from unnest(_allowances)
  where is_current and period <> 'TRANSACTION'
  on conflict do nothing;

  with taken as materialized (
    select allowance.limit_id, allowance.window_start, command.transaction_ref, command.kind,
      case
        when command.kind in ('POST', 'HOLD') then coalesce(leg.amount, outcome.amount)
        when command.kind = 'CAPTURE' then outcome.amount - outcome.freed
        else -coalesce(leg.amount, outcome.amount)
      end as amount
    from unnest(_commands) as command
    join unnest(_outcomes) as outcome on outcome.n = command.n and outcome.code is null
    join unnest(_turns, _leg_account, _leg_sign, _leg_amount) as leg (turn, account_n, sign, amount)
      on leg.turn = command.n
    join unnest(_allowances) as allowance on allowance.account_n = leg.account_n
      and (leg.sign < 0) = ((allowance.direction = 'DEBIT') <> (command.kind = 'REVERSE'))
      and allowance.period <> 'TRANSACTION'
      and case when command.kind in ('POST', 'HOLD') then allowance.is_current
        else command.original_ref = any (allowance.used_by) end
  ),
  -- What a capture takes may be reversed later, and then returns to the window of its hold.
  new_uses as (
    insert into ledger.limit_uses (transaction_ref, limit_id, window_start)
    select distinct transaction_ref, limit_id, window_start
    from taken
    where kind in ('POST', 'HOLD', 'CAPTURE')
  )
  update ledger.limit_windows
  set used = limit_windows.used + change.amount
  from (select limit_id, window_start, sum(amount) as amount from taken group by limit_id, window_start) as change
  where limit_windows.limit_id = change.limit_id and limit_windows.window_start = change.window_start;
$$;
