-- Applies a batch of commands: each has its own outcome, as if they had run one after the other, and a chain has one for
-- all of it, each on a line of the answer. Sending the same batch again answers the same and does nothing twice.
create or replace function transactions.apply(_lane integer, _batch jsonb)
returns text
language plpgsql
security definer
set search_path = ''
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
declare
  _plain_replies text := transactions.apply_plain(_batch);
  _commands transactions.command[];
  _addresses transactions.address[];
  _legs ledger.leg[];
  -- The originals that can be seen before the locks, and with each the journal that a reversal would turn round.
  _seen text[];
  _journals text[];
  _held text[];
  _accounts ledger.working_account[];
  _expired text[];
  _answers transactions.answer[];
  _ledger_commands ledger.command[];
  _results ledger.posting[];
  _replies jsonb;
  -- What is rare is asked for once, so that its statements cost nothing where it is absent.
  _has_acts boolean;
  _has_due boolean;
begin
  if _plain_replies is not null then
    return _plain_replies;
  end if;
  _commands := array(
    select jsonb_populate_record(null::transactions.command, command || jsonb_build_object('n', n))
    from jsonb_array_elements(_batch) with ordinality as listed (command, n)
    order by n
  );
  _addresses := transactions.addresses_of(_commands);
  _legs := array(
    select row(command_n, position, account_ref, alias, currency, direction, amount)::ledger.leg from unnest(_addresses)
  );
  select bool_or(original_ref is not null), bool_or(is_due) into _has_acts, _has_due from unnest(_commands);
  if _has_acts then
    select array_agg(original.transaction_ref), array_agg(original.journal_ref) filter (where type = 'REVERSAL')
    into _seen, _journals
    from unnest(_commands) as command
    cross join lateral (
      select transaction_ref, journal_ref
      from transactions.transactions
      where transactions.transaction_ref = command.original_ref
      limit 1
    ) as original;
    _held := array(select original_ref from unnest(_commands) where type in ('CAPTURE', 'VOID'));
  end if;
  if exists (select from unnest(_commands) where reference is not null) then
    perform transactions.free_references(_commands, _legs, _held, _journals, _lane);
  end if;
  _accounts := ledger.lock_accounts(_legs, _held, _journals, _lane::smallint);
  -- Between striped accounts two lanes share no balance: what they both reverse is where they meet.
  if _has_due or _journals is not null then
    perform from transactions.transactions
    where transaction_ref = any (array(
      select case when is_due then transaction_ref else original_ref end
      from unnest(_commands)
      where is_due or type = 'REVERSAL'
    ))
    order by transaction_ref
    for update;
  end if;

  _answers := transactions.answers_of(_commands);
  _expired := ledger.expired_holds(_accounts);
  _ledger_commands := transactions.ledger_commands(_commands, _addresses, _answers, _expired, _seen);
  if _answers is not null or _expired <> '{}' then
    _legs := transactions.renumber_legs(_commands, _addresses, _ledger_commands);
  end if;

  _results := array(
    select posting from ledger.post(_accounts, _ledger_commands, _legs, _lane::smallint) as posting order by n
  );
  _replies := transactions.record(_commands, _addresses, _results);
  if _has_due then
    perform transactions.finish_due(_commands, _results);
  end if;
  if _has_acts or _expired <> '{}' then
    perform transactions.settle_originals(_commands, _ledger_commands, _results);
  end if;

  return (
    select string_agg(
      coalesce(
        _replies -> command.transaction_ref,
        answer.reply || jsonb_build_object(
          'replayed', coalesce(answer.reply ->> 'code', '') not in (
            'idempotency_key_reused', 'credential_ended', 'scope_missing'
          )
        ),
        _replies -> (_commands[answer.first_n]).transaction_ref || '{"replayed": true}'
      )::text,
      E'\n' order by command.n
    )
    from unnest(_commands) as command
    left join unnest(_answers) as answer on answer.n = command.n
  );
end
$$;

grant execute on function transactions.apply(integer, jsonb) to saku_app;
