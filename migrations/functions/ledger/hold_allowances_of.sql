-- How many more promises that run out by themselves may be made, for each account that the batch would make one of. The
-- destination counts where it has limits, because there its next command ends them as well. Striped sources have no floor,
-- so nothing waits for the end of what they promised.
create or replace function ledger.hold_allowances_of(
  _accounts ledger.working_account[], _commands ledger.command[], _originals ledger.original[], _turns integer[],
  _leg_account integer[], _leg_sign integer[], _now timestamptz, _after integer
)
returns ledger.allowance[]
language sql
stable
set search_path = ''
as $$
  with bound as (
    select distinct account.n, account.account_id, case when leg.sign < 0 then 'DEBIT' else 'CREDIT' end as direction
    from unnest(_commands) as command
    join unnest(_turns, _leg_account, _leg_sign) as leg (turn, account_n, sign) on leg.turn = command.n
    join unnest(_accounts) as account on account.n = leg.account_n
    where command.kind = 'HOLD' and command.expires_at is not null
      and case when leg.sign < 0 then not account.is_striped else account.has_limits end
  ),
  acted_on as (
    select array_agg(transaction_ref) as refs from unnest(_originals)
  )
  select array_agg(row(
    _after + place, null, null, n, direction, 'HOLDS', ledger.most_expiring_holds(), '-infinity', used, true, used_by
  )::ledger.allowance order by place)
  from (
    select row_number() over (order by n, direction) as place, n, direction, used, used_by
    from bound
    cross join lateral (
      select count(*) as used,
        coalesce(array_agg(ref) filter (where ref = any ((select refs from acted_on)::text[])), '{}') as used_by
      from (
        select transaction_ref::text as ref
        from ledger.holds
        where direction = 'DEBIT' and from_account_id = bound.account_id and status = 'ACTIVE' and expires_at > _now
        union all
        select transaction_ref::text
        from ledger.holds
        where direction = 'CREDIT' and to_account_id = bound.account_id and status = 'ACTIVE' and expires_at > _now
      ) as open
    ) as counted
  ) as numbered;
$$;
