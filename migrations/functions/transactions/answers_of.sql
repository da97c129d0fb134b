-- The commands that are answered already: their credential has ended, or they were done before, under their key, in this very batch, or by an earlier run of the schedule.
-- Asked under the locks, so that two callers with one key have met before either is answered. Each lookup stands alone
-- behind a limit, because a plan that was made while a table was small would read it whole.
create or replace function transactions.answers_of(_commands transactions.command[])
returns transactions.answer[]
language sql
stable
set search_path = ''
as $$
  with ended as (
    select ref
    from identity.ended_credentials(array(
      select distinct credential_ref from unnest(_commands) where credential_ref is not null
    )) as ref
  ),
  barred as (
    select n, '{"code": "credential_ended", "fields": {}}'::jsonb as reply
    from unnest(_commands)
    where credential_ref in (select ref from ended)
    union all
    select n, jsonb_build_object(
      'code', 'scope_missing', 'fields', jsonb_build_object('required_scope', transactions.scope_of(type))
    )
    from unnest(_commands)
    where n in (select transactions.lost_commands(_commands)) and credential_ref not in (select ref from ended)
  ),
  -- What was done before its credential ended, and is sent again because the answer was lost, was done.
  standing as materialized (
    select *
    from unnest(_commands) as command
    where n not in (select n from barred)
      or exists (
        select from platform.idempotency_keys as done
        where done.scope = command.scope and done.key = command.key
          and done.reply ->> 'transaction_ref' = command.transaction_ref
      )
  ),
  keyed as (
    select n, key, operation, request_hash, claimed.kept,
      first_value(n) over same_key as first_n,
      first_value(operation) over same_key = operation and first_value(request_hash) over same_key = request_hash as is_same
    from standing
    left join lateral (
      select idempotency_keys as kept
      from platform.idempotency_keys
      where idempotency_keys.scope = standing.scope and idempotency_keys.key = standing.key
      limit 1
    ) as claimed on true
    where key is not null
    window same_key as (partition by scope, key order by n)
  ),
  found as (
    select n, null::integer as first_n, reply
    from barred
    where n not in (select n from standing)
    union all
    select n, null::integer as first_n,
      case
        when (kept).operation = operation and (kept).request_hash = decode(request_hash, 'hex') then (kept).reply::jsonb
        else jsonb_build_object(
          'code', 'idempotency_key_reused',
          'fields', jsonb_build_object('first_used_at', platform.to_rfc3339((kept).created_at))
        )
      end as reply
    from keyed
    where (kept).key is not null
    union all
    select n, first_n, case when not is_same then '{"code": "idempotency_key_reused", "fields": {}}'::jsonb end
    from keyed
    where (kept).key is null and first_n < n
    union all
    select n, null, jsonb_build_object('transaction_ref', begun.transaction_ref)
    from standing as command
    cross join lateral (
      select transaction_ref, status
      from transactions.transactions
      where transactions.transaction_ref = command.transaction_ref
      limit 1
    ) as begun
    where is_due and begun.status <> 'INIT'
  )
  select array_agg(row(n, first_n, reply)::transactions.answer) from found;
$$;
