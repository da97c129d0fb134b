-- Makes of each transaction's row what its events say that it is now. Its first event tells all of it, and so does the
-- one by which a scheduled command was done.
create or replace function readmodels.project_facts(_events platform.published_event[], _targets readmodels.target[])
returns void
language sql
set search_path = ''
as $$
  with told as materialized (
    select transaction_ref, min(sequence) as first_sequence, max(sequence) as sequence,
      (array_agg(wallet_ref order by sequence desc) filter (where wallet_ref is not null))[1] as wallet_ref,
      (array_agg(amount order by sequence desc) filter (where amount is not null))[1] as amount,
      (array_agg(reversed_amount order by sequence desc) filter (where reversed_amount is not null))[1] as reversed_amount,
      max(currency) as currency, max(type) as type,
      (array_agg(status order by sequence desc))[1] as status,
      (array_agg(failure_code order by sequence desc))[1] as failure_code,
      (array_agg(told_at order by sequence))[1] as created_at, (array_agg(told_at order by sequence desc))[1] as updated_at
    from readmodels.facts_told(_events)
    group by transaction_ref
  ),
  new_facts as (
    insert into readmodels.facts (
      transaction_ref, generation, wallet_ref, amount, reversed_amount, currency, type, status, failure_code, sequence,
      created_at, updated_at
    )
    select transaction_ref, generation, wallet_ref, amount, coalesce(reversed_amount, 0), currency, type, status,
      failure_code, sequence, created_at, updated_at
    from told
    cross join unnest(_targets) as target
    where first_sequence = 1 and readmodels.is_reached(target, 'transaction', transaction_ref)
  )
  update readmodels.facts
  set wallet_ref = coalesce(told.wallet_ref, facts.wallet_ref), amount = coalesce(told.amount, facts.amount),
    reversed_amount = coalesce(told.reversed_amount, facts.reversed_amount), status = told.status,
    failure_code = told.failure_code, sequence = told.sequence, updated_at = told.updated_at
  from told
  cross join unnest(_targets) as target
  where first_sequence > 1 and readmodels.is_reached(target, 'transaction', told.transaction_ref)
    and facts.transaction_ref = told.transaction_ref and facts.generation = target.generation;
$$;
