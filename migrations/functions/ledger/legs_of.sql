-- The entries of a journal, as those who asked for it are shown them.
create or replace function ledger.legs_of(_journal_ref text)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'account_ref', accounts.account_ref,
    'wallet_ref', case accounts.owner_type when 'WALLET' then accounts.owner_ref end,
    'alias', accounts.alias,
    'direction', entries.direction,
    'amount', platform.to_decimal(entries.amount, entries.currency),
    'currency', entries.currency
  ) order by entries.position), '[]')
  from ledger.entries
  join ledger.accounts on accounts.id = entries.account_id
  where entries.journal_ref = _journal_ref;
$$;
