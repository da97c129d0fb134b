-- Ends the promises that have run out and still bear a reference that a command asks for. A promise that ran out has
-- failed, and what failed gives its reference back, whether or not a sweeper came by.
create or replace function transactions.free_references(_commands transactions.command[])
returns void
language plpgsql
set search_path = ''
as $$
declare
  _bearers text[] := array(
    select bearer.transaction_ref
    from unnest(_commands) as command
    cross join lateral (
      select transaction_ref::text
      from transactions.transactions
      where requested_by = command.scope and reference = command.reference and status <> 'FAILED' and is_hold
      limit 1
    ) as bearer
    where command.reference is not null
  );
begin
  if _bearers <> '{}' then
    perform transactions.end_lapsed(ledger.lapsed_among(_bearers));
  end if;
end
$$;
