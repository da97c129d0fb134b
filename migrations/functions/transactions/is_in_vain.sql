-- Whether a transaction was only ever tried: it was refused as it came, and neither promised nor kept for its time.
create or replace function transactions.is_in_vain(_transaction transactions.transactions)
returns boolean
language sql
immutable
set search_path = ''
as $$
  select (_transaction).status = 'FAILED' and (_transaction).scheduled_for is null
    and (_transaction).failure ->> 'code' not in ('hold_voided', 'hold_expired');
$$;

grant execute on function transactions.is_in_vain(transactions.transactions) to saku_app;
