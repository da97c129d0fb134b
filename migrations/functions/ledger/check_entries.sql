-- What is added to the books must balance in every journal and currency, and belong to a journal and an account that
-- exist. Checked once a statement over all its rows, where foreign keys would ask row by row.
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
  left join ledger.journals as kept using (journal_ref)
  where journals.difference <> 0 or kept.journal_ref is null
  limit 1;
  if found then
    raise exception 'a journal %', _fault using errcode = 'integrity_constraint_violation';
  end if;

  perform from added
  left join ledger.balances using (account_id, stripe)
  left join ledger.accounts on accounts.id = balances.account_id and accounts.currency = added.currency
  where accounts.id is null;
  if found then
    raise exception 'an entry has no account of its currency' using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end
$$;

create or replace trigger entries_balance after insert on ledger.entries
  referencing new table as added
  for each statement execute function ledger.check_entries();
