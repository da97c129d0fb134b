-- Writes the promises that a batch made and what became of those that it acted on.
create or replace function ledger.write_holds(
  _accounts ledger.working_account[], _commands ledger.command[], _outcomes ledger.outcome[], _turns integer[],
  _leg_account integer[], _leg_sign integer[], _now timestamptz
)
returns void
language sql
set search_path = ''
as $$
  insert into ledger.holds (
    transaction_ref, from_account_id, from_stripe, to_account_id, to_stripe, currency, amount, expires_at, created_at
  )
  select command.transaction_ref, source.account_id, source.stripe, destination.account_id, destination.stripe,
    source.currency, outcome.amount, command.expires_at, _now
  from unnest(_commands) as command
  join unnest(_outcomes) as outcome on outcome.n = command.n and outcome.code is null
  join unnest(_turns, _leg_account, _leg_sign) as debit (turn, account_n, sign)
    on debit.turn = command.n and debit.sign < 0
  join unnest(_turns, _leg_account, _leg_sign) as credit (turn, account_n, sign)
    on credit.turn = command.n and credit.sign > 0
  join unnest(_accounts) as source on source.n = debit.account_n
  join unnest(_accounts) as destination on destination.n = credit.account_n
  where command.kind = 'HOLD';

  update ledger.holds
  set captured = holds.captured + acted.captured, status = coalesce(acted.ended, holds.status),
    ended_at = case when acted.ended is not null then _now end
  from (
    select command.original_ref, sum(case command.kind when 'CAPTURE' then outcome.amount else 0 end) as captured,
      max(case when outcome.is_end then ledger.end_of(command.kind) end) as ended
    from unnest(_commands) as command
    join unnest(_outcomes) as outcome on outcome.n = command.n and outcome.code is null
    where command.kind in ('CAPTURE', 'VOID', 'EXPIRE')
    group by command.original_ref
  ) as acted
  where holds.transaction_ref = acted.original_ref;
$$;
