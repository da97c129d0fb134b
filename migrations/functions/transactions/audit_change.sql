-- No change of a transaction goes without its line in the audit.
create or replace function transactions.audit_change()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  insert into transactions.transaction_audit (
    transaction_ref, version, audit_event, old_status, new_status, reversed_amount
  )
  values (
    new.transaction_ref, new.version,
    case when new.reversed_amount <> old.reversed_amount then 'REVERSED' else 'STATUS_UPDATED' end,
    old.status, new.status, new.reversed_amount
  );
  return null;
end
$$;

create or replace trigger audited after update on transactions.transactions
  for each row execute function transactions.audit_change();
