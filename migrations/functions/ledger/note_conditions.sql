-- Repeats on the balance rows of an account whether anything but money stands in the way of a posting. The rows are
-- locked by the caller, and so a posting that waits for them finds the truth.
create or replace function ledger.note_conditions(_account_id uuid)
returns void
language sql
set search_path = ''
as $$
  update ledger.balances
  set revision = revision + 1, has_conditions = closed or debit_blocked or credit_blocked or has_limits
  from ledger.accounts
  where accounts.id = _account_id and balances.account_id = _account_id
    and has_conditions <> (closed or debit_blocked or credit_blocked or has_limits);
$$;
