-- Ends the promises that have run out and still bear a reference that a command asks for. A promise that ran out has
-- failed, and what failed gives its reference back, whether or not a sweeper came by. Their accounts are locked together
-- with all that the batch touches, because locks that are taken in two steps can meet others' in a circle.
create or replace function transactions.free_references(
  _commands transactions.command[], _legs ledger.leg[], _held text[], _journals text[], _lane integer
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  _lapsed text[] := ledger.lapsed_among(array(
    select bearer.transaction_ref
    from unnest(_commands) as command
    cross join lateral (
      select transaction_ref::text
      from transactions.transactions
      where requested_by = command.scope and reference = command.reference and status <> 'FAILED' and is_hold
      limit 1
    ) as bearer
    where command.reference is not null
  ));
begin
  if _lapsed <> '{}' then
    perform ledger.lock_accounts(_legs, _lapsed || _held, _journals, _lane::smallint);
    perform transactions.end_lapsed(_lapsed);
  end if;
end
$$;
