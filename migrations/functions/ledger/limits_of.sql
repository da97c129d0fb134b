-- The limits of an account, or one of them, with what is used of each in its present window. What a hold that has run out
-- still counts is taken off, as the next posting would.
create or replace function ledger.limits_of(_account_ref text, _limit_ref text, _now timestamptz)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'limit_ref', limits.limit_ref,
    'direction', direction,
    'period', period,
    'amount', platform.to_decimal(limits.amount, accounts.currency),
    'currency', accounts.currency,
    'time_zone', time_zone,
    'used', platform.to_decimal(taken.used, accounts.currency),
    'remaining', platform.to_decimal(greatest(limits.amount - taken.used, 0), accounts.currency),
    'window_start', case when period <> 'TRANSACTION' then platform.to_rfc3339(starts_at) end,
    'window_end', case when period <> 'TRANSACTION'
      then platform.to_rfc3339(ledger.window_end(period, time_zone, _now)) end,
    'created_at', platform.to_rfc3339(limits.created_at),
    'updated_at', platform.to_rfc3339(limits.updated_at)
  ) order by direction, period), '[]')
  from ledger.accounts
  join ledger.limits on limits.account_id = accounts.id
  cross join lateral ledger.window_start(period, time_zone, _now) as starts_at
  cross join lateral (
    select coalesce((
      select windows.used from ledger.limit_windows as windows
      where windows.limit_id = limits.id and windows.window_start = starts_at
    ), 0) - coalesce((
      select sum(holds.amount - holds.captured)
      from ledger.holds
      join ledger.limit_uses as uses on uses.transaction_ref = holds.transaction_ref
      where case direction when 'DEBIT' then from_account_id else to_account_id end = accounts.id
        and accounts.id in (from_account_id, to_account_id)
        and holds.status = 'ACTIVE' and holds.expires_at <= _now
        and uses.limit_id = limits.id and uses.window_start = starts_at
    ), 0) as used
  ) as taken
  where accounts.account_ref = _account_ref
    and (_limit_ref is null or limits.limit_ref = _limit_ref);
$$;
