-- A batch in the ledger's words, numbered without gaps: first the promises that have run out, then every command that
-- was not answered before.
create or replace function transactions.ledger_commands(
  _commands transactions.command[], _addresses transactions.address[], _answers transactions.answer[],
  _expired text[], _seen text[]
)
returns ledger.command[]
language sql
stable
set search_path = ''
as $$
  select coalesce(array_agg(row(
    place, kind, transaction_ref, journal_ref, amount, original_ref, original_journal_ref, reversible, is_final,
    expires_at, effective_at, chain, sole_name, guards, code, fields
  )::ledger.command order by place), '{}')
  from (
    select place, 'EXPIRE' as kind, ref as transaction_ref, null as journal_ref, null::numeric as amount,
      ref as original_ref, null as original_journal_ref, null::numeric as reversible, true as is_final,
      null::timestamptz as expires_at, null::timestamptz as effective_at, null as chain, null as sole_name,
      null::jsonb as guards,
      null as code, null::jsonb as fields
    from unnest(_expired) with ordinality as listed (ref, place)
    union all
    select cardinality(_expired) + row_number() over (order by command.n),
      case
        when command.type in ('CAPTURE', 'VOID') then command.type
        when command.type = 'REVERSAL' then 'REVERSE'
        when command.is_hold then 'HOLD'
        else 'POST'
      end,
      command.transaction_ref, command.journal_ref, command.amount, command.original_ref, original.journal_ref,
      original.amount - original.reversed_amount, command.is_final, command.expires_at, command.effective_at,
      command.chain, command.scope || command.reference, case when command.guards is not null then transactions.resolve_guards(command.guards) end, coalesce(broken.code, refused.code), coalesce(broken.fields, refused.fields)
    from unnest(_commands) as command
    left join lateral (
      select * from transactions.transactions where transaction_ref = command.original_ref limit 1
    ) as original on true
    left join transactions.early_refusals(_commands, _addresses, _seen) as refused on refused.n = command.n
    left join transactions.broken_chains(_commands, _answers) as broken on broken.chain = command.chain
    where not exists (select from unnest(_answers) as answer where answer.n = command.n)
  ) as numbered;
$$;
