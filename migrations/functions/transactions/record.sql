-- Writes what became of each command: the transaction, its idempotency key with the reply, and its event. Answers the
-- replies by transaction_ref. Keys and references that another batch has claimed meanwhile end this one, whole; sent
-- again, it finds them.
create or replace function transactions.record(
  _commands transactions.command[], _addresses transactions.address[], _results ledger.posting[]
)
returns jsonb
language sql
set search_path = ''
as $$
  with stamped as materialized (
    select platform.to_rfc3339(max(recorded_at)) as moment from unnest(_results)
  ),
  owners as materialized (
    select jsonb_object_agg(wallet_ref, owner_ref) as by_wallet
    from wallets.find_accounts(array(
      select source_wallet_ref from unnest(_commands) where acting_owner is not null
      union
      select destination_wallet_ref from unnest(_commands) where acting_owner is not null
      union
      select address.wallet_ref
      from unnest(_addresses) as address
      join unnest(_commands) as command on command.n = address.command_n
      where acting_owner is not null
    ))
  ),
  judged as materialized (
    select command.*, result.code, result.fields, result.recorded_at, result.legs as moved, result.balances,
      coalesce(result.amount, 0) as total,
      ('1e-' || currencies.exponent)::numeric as unit,
      case when result.code is not null then 'FAILED' when command.is_hold then 'WALLET_OK' else 'COMPLETED' end as status,
      case when result.code is null and command.is_hold is not true and command.type <> 'VOID'
        then command.journal_ref end as posted_ref
    from unnest(_results) as result
    join unnest(_commands) as command on command.transaction_ref = result.transaction_ref
    join platform.currencies on currencies.code = command.currency
  ),
  replied as materialized (
    select judged.*, refused.failure, moment,
      case when code is not null
        then refused.failure || jsonb_build_object('transaction_ref', transaction_ref, 'recorded_at', moment)
        else jsonb_build_object(
          'transaction_ref', transaction_ref, 'journal_ref', posted_ref, 'recorded_at', moment,
          'amount', (total * unit)::text, 'balances', case when acting_owner is null then balances else (
            select jsonb_agg(balance)
            from jsonb_array_elements(balances) as balance, owners
            where by_wallet ->> (balance ->> 0) = acting_owner
          ) end
        )
      end as reply
    from judged
    cross join stamped
    cross join lateral (
      select case when code is not null then transactions.refusal_of(
        code,
        case
          when code = 'reference_taken' then coalesce(fields, jsonb_build_object('reference', reference))
          -- How much another may move is not for this caller to know.
          when code = 'limit_exceeded' and (select by_wallet from owners) ->> (fields ->> 'owner_ref') is distinct from acting_owner
            and acting_owner is not null
            then fields - 'limit' - 'used' - 'limit_ref' - 'requested'
          else fields
        end,
        unit, currency
      ) end as failure
    ) as refused
  ),
  new_transactions as (
    insert into transactions.transactions (
      transaction_ref, type, status, requested_by, amount, currency, source_wallet_ref, destination_wallet_ref, is_hold,
      journal_ref, original_ref, reference, description, metadata, details, effective_at, failure, created_at, completed_at
    )
    select transaction_ref, type, status, scope, total, currency, source_wallet_ref, destination_wallet_ref,
      coalesce(is_hold, false), posted_ref, original_ref, reference, description, metadata, details, effective_at,
      failure, recorded_at, case when status <> 'WALLET_OK' then recorded_at end
    from replied
    where is_due is not true
    -- Names are claimed in one order by every batch, so that two with the same ones do not wait for each other.
    order by scope, reference
  ),
  new_participants as (
    insert into transactions.participants (wallet_ref, transaction_ref)
    select distinct address.wallet_ref, command.transaction_ref
    from unnest(_addresses) as address
    join unnest(_commands) as command on command.n = address.command_n
    join replied on replied.transaction_ref = command.transaction_ref
    where command.legs is not null and address.wallet_ref is not null
    union
    select leg ->> 'wallet_ref', transaction_ref
    from replied
    cross join lateral jsonb_array_elements(moved) as leg
    where source_wallet_ref is null and destination_wallet_ref is null and leg ->> 'wallet_ref' is not null
    on conflict do nothing
  ),
  new_keys as (
    insert into platform.idempotency_keys (scope, key, operation, request_hash, reply)
    select scope, key, operation, decode(request_hash, 'hex'), reply from replied where key is not null order by scope, key
  ),
  new_events as (
    insert into platform.outbox_events (
      event_ref, event_type, aggregate_type, aggregate_ref, sequence, payload, traceparent
    )
    select event_ref,
      case status when 'FAILED' then 'transaction.failed' when 'WALLET_OK' then 'transaction.held'
        else 'transaction.completed' end,
      'transaction', transaction_ref, case when is_due then 2 else 1 end,
      jsonb_build_object(
        'transaction_ref', transaction_ref, 'type', type, 'status', status, 'amount', (total * unit)::text,
        'currency', currency, 'source_wallet_ref', source_wallet_ref, 'destination_wallet_ref', destination_wallet_ref,
        'original_transaction_ref', original_ref, 'journal_ref', posted_ref, 'failure_code', failure -> 'code',
        'recorded_at', moment, 'legs', coalesce(moved, '[]')
      ),
      traceparent
    from replied
  )
  select jsonb_object_agg(transaction_ref, reply) from replied;
$$;
