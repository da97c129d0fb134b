-- Every leg of a batch in the order of its commands, with its account's place among the locked ones and the first thing
-- that the account forbids: 1 missing, 2 closed, 3 blocked, 4 another currency, 5 a
-- promise that has run out before it was made.
create or replace function ledger.resolve_legs(
  _accounts ledger.working_account[], _commands ledger.command[], _legs ledger.leg[], _lane smallint,
  out turns integer[], out positions integer[], out account_ns integer[], out account_ids uuid[],
  out stripes smallint[], out rows_at tid[], out currencies text[], out journal_refs text[], out effective_ats timestamptz[],
  out signs integer[], out amounts numeric[], out faults integer[]
)
language sql
stable
set search_path = ''
as $$
  with keyed as (
    select account_ref as key, n from unnest(_accounts) where not is_striped or stripe = _lane
    union all
    select alias || currency, n from unnest(_accounts) where alias is not null and stripe = _lane
  ),
  placed as (
    select command_n, position, keyed.n as account_n, direction, amount, currency
    from unnest(_legs)
    left join keyed on keyed.key = coalesce(account_ref, alias || currency)
    union all
    select command_n, position, account_n, direction, amount, null
    from ledger.legs_of_originals(_commands, _accounts, _lane)
  ),
  judged as (
    select command.n, placed.position, placed.account_n, account.account_id, account.stripe, account.row_at, account.currency,
      command.journal_ref, command.effective_at, case direction when 'DEBIT' then -1 else 1 end as sign, placed.amount,
      case
        when account.n is null then 1
        when account.closed and command.kind <> 'EXPIRE' then 2
        -- Giving a promise back moves no money, so a block does not stop it.
        when command.kind not in ('VOID', 'EXPIRE')
          and (direction = 'DEBIT' and account.debit_blocked or direction = 'CREDIT' and account.credit_blocked) then 3
        when placed.currency <> account.currency then 4
        when command.kind = 'HOLD' and command.expires_at <= clock_timestamp() then 5
      end as fault
    from placed
    join unnest(_commands) as command on command.n = placed.command_n
    left join unnest(_accounts) as account on account.n = placed.account_n
    order by command.n, placed.position
  )
  select array_agg(n), array_agg(position), array_agg(account_n), array_agg(account_id), array_agg(stripe),
    array_agg(row_at), array_agg(currency), array_agg(journal_ref), array_agg(effective_at), array_agg(sign), array_agg(amount),
    array_agg(fault)
  from judged;
$$;
