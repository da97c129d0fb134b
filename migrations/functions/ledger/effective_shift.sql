-- By how much an account at a moment differs when entries count from when they are effective: without those that were
-- recorded by then and count later, with those that were recorded later and count by then.
create or replace function ledger.effective_shift(
  _account_id uuid, _moment timestamptz, out amount numeric, out entries bigint
)
language sql
stable
set search_path = ''
as $$
  select coalesce(sum(side * case direction when 'CREDIT' then moved.amount else -moved.amount end), 0),
    coalesce(sum(side), 0)
  from (
    select direction, entries.amount, case when recorded_at <= _moment then -1 else 1 end as side
    from ledger.entries
    where account_id = _account_id and effective_at is not null
      and (effective_at <= _moment) <> (recorded_at <= _moment)
  ) as moved;
$$;
