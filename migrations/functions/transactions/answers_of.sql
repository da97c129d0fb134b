-- The commands that were answered before: under their key, in this very batch, or by an earlier run of the schedule.
-- Asked under the locks, so that two callers with one key have met before either is answered.
create or replace function transactions.answers_of(_commands transactions.command[])
returns transactions.answer[]
language sql
stable
set search_path = ''
as $$
  with keyed as (
    select n, scope, key, operation, request_hash,
      first_value(n) over same_key as first_n,
      first_value(operation) over same_key = operation and first_value(request_hash) over same_key = request_hash as is_same
    from unnest(_commands)
    where key is not null
    window same_key as (partition by scope, key order by n)
  ),
  found as (
  select keyed.n, null::integer as first_n,
    case
      when claimed.operation = keyed.operation and claimed.request_hash = decode(keyed.request_hash, 'hex')
        then claimed.reply
      else jsonb_build_object(
        'code', 'idempotency_key_reused',
        'fields', jsonb_build_object('first_used_at', platform.to_rfc3339(claimed.created_at))
      )
    end as reply
  from keyed
  join platform.idempotency_keys as claimed on claimed.scope = keyed.scope and claimed.key = keyed.key
  union all
  select n, first_n, case when not is_same then jsonb_build_object('code', 'idempotency_key_reused', 'fields', '{}'::jsonb) end
  from keyed
  where first_n < n
    and not exists (
      select from platform.idempotency_keys as claimed where claimed.scope = keyed.scope and claimed.key = keyed.key
    )
  union all
  select n, null, jsonb_build_object('transaction', jsonb_build_object(
    'transaction_ref', transactions.transaction_ref, 'status', status
  ))
  from unnest(_commands) as command
  join transactions.transactions on transactions.transaction_ref = command.transaction_ref
  where is_due and status <> 'INIT'
  )
  select array_agg(row(n, first_n, reply)::transactions.answer) from found;
$$;
