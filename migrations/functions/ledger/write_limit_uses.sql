-- Writes what a batch used of its limits, and what returned to the windows it came from.
create or replace function ledger.write_limit_uses(
  _commands ledger.command[], _outcomes ledger.outcome[], _allowances ledger.allowance[], _uses ledger.allowance_use[]
)
returns void
language sql
set search_path = ''
as $$
  insert into ledger.limit_windows (limit_id, window_start, used)
  select limit_id, window_start, 0
  from unnest(_allowances)
  where is_current and limit_id is not null and period <> 'TRANSACTION'
  on conflict do nothing;

  with taken as materialized (
    select limit_id, window_start, command.transaction_ref, command.kind,
      ledger.change_of_use(use, command.kind, outcome.amount, outcome.freed, outcome.is_end) as amount
    from unnest(_uses) as use
    join unnest(_commands) as command on command.n = use.turn
    join unnest(_outcomes) as outcome on outcome.n = use.turn and outcome.code is null
    join unnest(_allowances) as allowance on allowance.n = use.allowance_n
    where limit_id is not null and period <> 'TRANSACTION'
  ),
  -- What a capture takes may be reversed later, and then returns to the window of its hold.
  new_uses as (
    insert into ledger.limit_uses (transaction_ref, limit_id, window_start)
    select transaction_ref, limit_id, window_start
    from taken
    where kind in ('POST', 'HOLD', 'CAPTURE')
  )
  update ledger.limit_windows
  set used = limit_windows.used + change.amount
  from (select limit_id, window_start, sum(amount) as amount from taken group by limit_id, window_start) as change
  where limit_windows.limit_id = change.limit_id and limit_windows.window_start = change.window_start;
$$;
