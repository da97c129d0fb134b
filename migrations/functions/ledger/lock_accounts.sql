-- Holds every balance that a batch touches until the commit, and only then reads them: what was read before a lock may
-- be old. All batches lock in one order, so none waits for another in a circle.
create or replace function ledger.lock_accounts(
  _legs ledger.leg[], _hold_refs text[], _journal_refs text[], _lane smallint
)
returns ledger.working_account[]
language plpgsql
set search_path = ''
as $$
declare
  _ids uuid[];
  _stripes smallint[];
  _has_striped boolean;
begin
  if exists (
    select from unnest(_legs) as legs
    where alias is not null
      and not exists (
        select from ledger.accounts join ledger.books on books.id = book_id
        where books.name = 'general' and accounts.currency = legs.currency and accounts.alias = legs.alias
      )
  ) then
    perform ledger.open_system_accounts(_legs);
  end if;

  select array_agg(account_id), array_agg(stripe), bool_or(is_striped) into _ids, _stripes, _has_striped
  from ledger.balances_of(_legs, _hold_refs, _journal_refs, _lane);

  -- Before anything is locked, because the first lane on a stripe waits for those who hold the account.
  if _has_striped then
    perform ledger.open_stripes(_ids, _stripes);
  end if;
  perform from unnest(_ids, _stripes) as wanted (account_id, stripe)
  join ledger.balances using (account_id, stripe)
  order by balances.account_id, balances.stripe
  for update of balances;

  return array(
    select row(
      row_number() over (order by wanted.account_id, wanted.stripe), wanted.account_id, wanted.stripe, row_at, account_ref, alias, owner_type, owner_ref,
      accounts.currency, ('1e-' || exponent)::numeric, is_striped, has_limits, debit_blocked, credit_blocked, closed,
      posted_debits, posted_credits, pending_debits, pending_credits, min_available, version, revision, last_entry_at
    )::ledger.working_account
    from unnest(_ids, _stripes) as wanted (account_id, stripe)
    cross join lateral (
      select balances.*, balances.ctid as row_at
      from ledger.balances
      where balances.account_id = wanted.account_id and balances.stripe = wanted.stripe
      limit 1
    ) as balances
    cross join lateral (select * from ledger.accounts where id = wanted.account_id limit 1) as accounts
    join platform.currencies on currencies.code = accounts.currency
    order by wanted.account_id, wanted.stripe
  );
end
$$;
