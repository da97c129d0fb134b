-- Every limit of the accounts at hand in its present window, and the earlier windows that the originals took from.
create or replace function ledger.allowances_of(
  _accounts ledger.working_account[], _originals ledger.original[], _now timestamptz
)
returns ledger.allowance[]
language sql
stable
set search_path = ''
as $$
  with present as (
    select limits.id as limit_id, account.n as account_n,
      ledger.window_start(period, time_zone, _now) as window_start
    from unnest(_accounts) as account
    join ledger.limits on limits.account_id = account.account_id
    where account.has_limits
  ),
  remembered as (
    select uses.limit_id, uses.window_start, array_agg(uses.transaction_ref::text) as used_by
    from unnest(_originals) as original
    join ledger.limit_uses as uses on uses.transaction_ref = original.transaction_ref
    group by uses.limit_id, uses.window_start
  )
  select array_agg(row(
    row_number, id, limit_ref, account_n, direction, period, amount, window_start, used, is_current, used_by
  )::ledger.allowance order by row_number)
  from (
    select row_number() over (order by limits.id, window_start), limits.id, limits.limit_ref,
      coalesce(present.account_n, account.n) as account_n, limits.direction, limits.period, limits.amount,
      window_start, coalesce(windows.used, 0) as used, present.limit_id is not null as is_current,
      coalesce(remembered.used_by, '{}') as used_by
    from present
    full join remembered using (limit_id, window_start)
    join ledger.limits on limits.id = limit_id
    left join unnest(_accounts) as account on account.account_id = limits.account_id
    left join ledger.limit_windows as windows using (limit_id, window_start)
  ) as numbered;
$$;
