-- What each command left, for those who announce and answer it: its legs as events show them, and the balances of wallets
-- as [wallet_ref, balance, available, version]. A stripe is not its account's balance, so a striped one is left out there.
create or replace function ledger.tell(
  _accounts ledger.working_account[], _commands ledger.command[], _outcomes ledger.outcome[], _turns integer[],
  _account_ns integer[], _signs integer[], _moved numeric[], _promised numeric[], _versions bigint[],
  _balances numeric[], _availables numeric[], _now timestamptz
)
returns setof ledger.posting
language sql
stable
set search_path = ''
as $$
  with told as (
    select turn,
      jsonb_agg(jsonb_build_object(
        'account_ref', account_ref, 'wallet_ref', case owner_type when 'WALLET' then owner_ref end,
        'direction', case when sign < 0 then 'DEBIT' else 'CREDIT' end,
        'amount', (case when moved <> 0 then abs(moved) else abs(promised) end * unit)::text,
        'currency', currency, 'balance', (balance * unit)::text, 'available', (available * unit)::text,
        'version', leg.version, 'stripe', stripe
      )) as legs,
      jsonb_agg(jsonb_build_array(owner_ref, (balance * unit)::text, (available * unit)::text, leg.version))
        filter (where owner_type = 'WALLET' and not is_striped) as balances
    from unnest(_turns, _account_ns, _signs, _moved, _promised, _versions, _balances, _availables) as leg (
      turn, account_n, sign, moved, promised, version, balance, available
    )
    join unnest(_accounts) as account on account.n = account_n
    group by turn
  )
  select row(
    outcome.n, command.transaction_ref, outcome.code, case when outcome.code is not null then outcome.fields end,
    outcome.amount, outcome.is_end, _now, case when outcome.code is null then told.legs end,
    case when outcome.code is null then told.balances end
  )::ledger.posting
  from unnest(_outcomes) as outcome
  join unnest(_commands) as command on command.n = outcome.n
  left join told on told.turn = outcome.n
  order by outcome.n;
$$;
