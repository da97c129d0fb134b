-- The legs of commands that act on something earlier: the two sides of a hold, or a journal the other way round.
create or replace function ledger.legs_of_originals(
  _commands ledger.command[], _accounts ledger.working_account[], _lane smallint
)
returns table (command_n integer, "position" integer, account_n integer, direction text, amount numeric)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
begin
  if not exists (select from unnest(_commands) where original_ref is not null) then
    return;
  end if;
  return query select command.n, side.position, accounts.n, side.direction, null::numeric
  from unnest(_commands) as command
  cross join lateral (
    select * from ledger.holds where transaction_ref = command.original_ref limit 1
  ) as holds
  cross join lateral (values
    (1, 'DEBIT', from_account_id, from_stripe), (2, 'CREDIT', to_account_id, to_stripe)
  ) as side ("position", direction, account_id, stripe)
  left join unnest(_accounts) as accounts
    on accounts.account_id = side.account_id and accounts.stripe = side.stripe
  where command.kind in ('CAPTURE', 'VOID', 'EXPIRE') and command.refusal is null
  union all
  select command.n, entries.position, accounts.n,
    case entries.direction when 'DEBIT' then 'CREDIT' else 'DEBIT' end,
    -- Of two legs any part may be taken back; of more, only the whole.
    case when count(*) over (partition by command.n) > 2 then entries.amount end
  from unnest(_commands) as command
  cross join lateral (
    select * from ledger.entries where journal_ref = command.original_journal_ref limit 10000
  ) as entries
  left join unnest(_accounts) as accounts on accounts.account_id = entries.account_id
    and (not accounts.is_striped or accounts.stripe = _lane)
  where command.kind = 'REVERSE' and command.refusal is null;
end
$$;
