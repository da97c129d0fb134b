-- Applies a batch to locked accounts: decides every command, writes what is applied, and answers one row a command with
-- the legs and balances that it left.
create or replace function ledger.post(
  _accounts ledger.working_account[], _commands ledger.command[], _legs ledger.leg[], _lane smallint
)
returns setof ledger.posting
language plpgsql
set search_path = ''
as $$
declare
  -- The locks are held, so no later entry of these accounts can be stamped earlier than this.
  _now timestamptz;
  _is_limited boolean;
  _rare record;
  _leg record;
  _ranges record;
  _decision record;
  _originals ledger.original[];
  _allowances ledger.allowance[];
  _uses ledger.allowance_use[];
begin
  select greatest(platform.moment(), max(last_entry_at)), bool_or(has_limits)
  into _now, _is_limited from unnest(_accounts);
  select bool_or(original_ref is not null) as acts, bool_or(kind = 'HOLD') as holds, bool_or(chain is not null) as chains,
    bool_or(kind = 'HOLD' and expires_at is not null) as lapses
  into _rare from unnest(_commands);
  select * into _leg from ledger.resolve_legs(_accounts, _commands, _legs, _lane);
  if array_remove(_leg.faults, null) <> '{}' then
    _commands := ledger.refuse_statically(
      _accounts, _commands, _legs, _leg.turns, _leg.positions, _leg.account_ns, _leg.signs, _leg.faults
    );
  end if;
  if _rare.acts then
    _originals := ledger.originals_of(_commands);
  end if;
  if _rare.acts or _is_limited then
    _allowances := ledger.allowances_of(_accounts, _originals, _now);
  end if;
  if _rare.lapses then
    _allowances := _allowances || ledger.hold_allowances_of(
      _accounts, _commands, _originals, _leg.turns, _leg.account_ns, _leg.signs, _now, coalesce(cardinality(_allowances), 0)
    );
  end if;
  if _allowances is not null then
    _uses := ledger.allowance_uses_of(_commands, _allowances, _leg.turns, _leg.account_ns, _leg.signs, _leg.amounts);
  end if;

  select array_agg(numbered.last - numbered.legs + 1 order by numbered.n) as first,
    array_agg(numbered.last order by numbered.n) as last, array_agg(original.n order by numbered.n) as original,
    array_agg(numbered.last_use - numbered.uses + 1 order by numbered.n) as first_use,
    array_agg(numbered.last_use order by numbered.n) as last_use
  into _ranges
  from (
    select command.n, command.original_ref, coalesce(legs, 0) as legs, coalesce(uses, 0) as uses,
      (sum(coalesce(legs, 0)) over (order by command.n))::integer as last,
      (sum(coalesce(uses, 0)) over (order by command.n))::integer as last_use
    from unnest(_commands) as command
    left join (select turn, count(*)::integer as legs from unnest(_leg.turns) as turn group by turn) as counted
      on counted.turn = command.n
    left join (select turn, count(*)::integer as uses from unnest(_uses) group by turn) as used on used.turn = command.n
  ) as numbered
  left join unnest(_originals) as original on original.transaction_ref = numbered.original_ref;

  select * into _decision from ledger.decide(
    _accounts, _commands, _originals, _allowances, _uses, _now, _ranges.original, _ranges.first, _ranges.last,
    _ranges.first_use, _ranges.last_use, _leg.account_ns, _leg.signs, _leg.amounts
  );
  if _rare.chains then
    _decision.outcomes := ledger.link_outcomes(_commands, _decision.outcomes);
  end if;
  if _rare.acts or _rare.holds then
    perform ledger.write_holds(
      _accounts, _commands, _decision.outcomes, _leg.turns, _leg.account_ns, _leg.signs, _now
    );
  end if;
  if _allowances is not null then
    perform ledger.write_limit_uses(_commands, _decision.outcomes, _allowances, _uses);
  end if;
  perform ledger.write(
    _commands, _decision.outcomes, _leg.account_ids, _leg.stripes, _leg.rows_at, _leg.positions, _leg.currencies, _leg.journal_refs,
    _leg.effective_ats, _leg.signs, _decision.moved, _decision.promised, _decision.versions, _decision.balances, _now
  );
  return query select * from ledger.tell(
    _accounts, _commands, _decision.outcomes, _leg.turns, _leg.account_ns, _leg.signs, _decision.moved,
    _decision.promised, _decision.versions, _decision.balances, _decision.availables, _now
  );
end
$$;
