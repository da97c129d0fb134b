-- The legs under the numbers that their commands have in the ledger's batch, which leaves out what was answered before.
create or replace function transactions.renumber_legs(
  _commands transactions.command[], _addresses transactions.address[], _ledger_commands ledger.command[]
)
returns ledger.leg[]
language sql
immutable
set search_path = ''
as $$
  select array(
    select row(
      numbered.n, position, account_ref, alias, address.currency, direction, address.amount
    )::ledger.leg
    from unnest(_addresses) as address
    join unnest(_commands) as command on command.n = address.command_n
    join unnest(_ledger_commands) as numbered
      on numbered.transaction_ref = command.transaction_ref and numbered.kind <> 'EXPIRE'
  );
$$;
