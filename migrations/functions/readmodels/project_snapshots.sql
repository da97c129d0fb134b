-- Adds the entries that were told to the business days that they fall on. Days are locked in one order by every batch.
create or replace function readmodels.project_snapshots(_legs readmodels.leg[], _targets readmodels.target[])
returns void
language sql
set search_path = ''
as $$
  insert into readmodels.snapshots as known (
    wallet_ref, stripe, date, generation, currency, closing_balance, closing_version, total_debit, total_credit
  )
  select wallet_ref, stripe, date, generation, max(currency), (array_agg(balance order by version desc))[1],
    max(version), coalesce(sum(amount) filter (where direction = 'DEBIT'), 0),
    coalesce(sum(amount) filter (where direction = 'CREDIT'), 0)
  from unnest(_targets) as target
  cross join unnest(_legs) as leg
  cross join lateral (select (recorded_at at time zone target.time_zone)::date as date) as day
  where wallet_ref is not null and readmodels.is_reached(target, 'transaction', leg.aggregate_ref)
  group by generation, wallet_ref, stripe, date
  order by generation, wallet_ref, stripe, date
  on conflict (wallet_ref, stripe, date, generation) do update
  set closing_balance = case when excluded.closing_version > known.closing_version
      then excluded.closing_balance else known.closing_balance end,
    closing_version = greatest(excluded.closing_version, known.closing_version),
    total_debit = known.total_debit + excluded.total_debit,
    total_credit = known.total_credit + excluded.total_credit;
$$;
