-- What is added to the books must balance in every journal and currency, and belong to a journal and an account that
-- exist. Checked once a statement over all its rows, where foreign keys would ask row by row; each lookup stands alone
-- behind a limit, because a plan that was made while a table was small would read it whole.
create or replace function ledger.check_entries()
returns trigger
language plpgsql
set search_path = ''
as $$
declare
  _fault text;
begin
  with journals as (
    select journal_ref, currency, sum(case direction when 'DEBIT' then amount else -amount end) as difference
    from added
    group by journal_ref, currency
  )
  select case when journals.difference <> 0 then 'does not balance' else 'does not exist' end || ': ' || journal_ref
  into _fault
  from journals
  left join lateral (
    select true as stands from ledger.journals as kept where kept.journal_ref = journals.journal_ref limit 1
  ) as known on true
  where journals.difference <> 0 or known.stands is null
  limit 1;
  if found then
    raise exception 'a journal %', _fault using errcode = 'integrity_constraint_violation';
  end if;

  perform from added
  left join lateral (
    select true as stands
    from ledger.accounts
    where accounts.id = added.account_id and accounts.currency = added.currency
    limit 1
  ) as known on true
  where known.stands is null;
  if found then
    raise exception 'an entry has no account of its currency' using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end
$$;

create or replace trigger entries_balance after insert on ledger.entries
  referencing new table as added
  for each statement execute function ledger.check_entries();
