-- Counts what is promised and what of it has ended, and answers how much more each wallet has promised or been promised
-- than before. Every event is a change, also one that another in the same batch undoes: counted in batches of any size, a
-- wallet has had as many.
create or replace function readmodels.project_holds(_events platform.published_event[], _targets readmodels.target[])
returns table (
  generation smallint, wallet_ref text, currency text, pending_in numeric, pending_out numeric, changes bigint,
  changed_at timestamptz
)
language sql
set search_path = ''
as $$
  with told as materialized (
    select event.aggregate_ref as transaction_ref,
      (array_agg(data.amount * unit) filter (where event.event_type = 'transaction.held'))[1] as promised,
      coalesce(sum(data.amount * unit) filter (where event.event_type = 'transaction.captured'), 0) as captured,
      bool_or(event.event_type <> 'transaction.held' and (event.event_type <> 'transaction.captured' or data.status <> 'WALLET_OK'))
        as is_over,
      max(data.source_wallet_ref) as source_wallet_ref, max(data.destination_wallet_ref) as destination_wallet_ref,
      max(data.currency) as currency, count(*) as changes, max(data.recorded_at) as changed_at
    from unnest(_events) as event
    cross join lateral json_to_record(event.data) as data (
      status text, amount numeric, currency text, source_wallet_ref text, destination_wallet_ref text,
      recorded_at timestamptz
    )
    join platform.currencies on currencies.code = data.currency
    cross join lateral (select ('1e' || exponent)::numeric as unit) as scale
    where event.event_type in ('transaction.held', 'transaction.captured', 'transaction.voided', 'transaction.expired')
    group by event.aggregate_ref
  ),
  reached as materialized (
    select told.*, target.generation
    from told
    cross join unnest(_targets) as target
    where readmodels.is_reached(target, 'transaction', transaction_ref)
  ),
  taken as (
    insert into readmodels.holds (
      transaction_ref, generation, source_wallet_ref, destination_wallet_ref, currency, remaining
    )
    select transaction_ref, generation, source_wallet_ref, destination_wallet_ref, currency, promised - captured
    from reached
    where promised is not null and not is_over
    returning transaction_ref, generation, source_wallet_ref, destination_wallet_ref, currency, remaining as change
  ),
  lessened as (
    update readmodels.holds
    set remaining = remaining - captured
    from reached
    where promised is null and not is_over
      and holds.transaction_ref = reached.transaction_ref and holds.generation = reached.generation
    returning holds.transaction_ref, holds.generation, holds.source_wallet_ref, holds.destination_wallet_ref,
      holds.currency, -captured as change
  ),
  ended as (
    delete from readmodels.holds
    using reached
    where promised is null and is_over
      and holds.transaction_ref = reached.transaction_ref and holds.generation = reached.generation
    returning holds.transaction_ref, holds.generation, holds.source_wallet_ref, holds.destination_wallet_ref,
      holds.currency, -remaining as change
  ),
  undone as (
    select transaction_ref, generation, source_wallet_ref, destination_wallet_ref, currency, 0::numeric as change
    from reached
    where promised is not null and is_over
  ),
  changed as (
    select * from taken union all select * from lessened union all select * from ended union all select * from undone
  )
  select changed.generation, side.wallet_ref, changed.currency, change * is_in, change * (1 - is_in), changes, changed_at
  from changed
  join reached using (transaction_ref, generation)
  cross join lateral (values (changed.source_wallet_ref, 0), (changed.destination_wallet_ref, 1)) as side (wallet_ref, is_in)
  where side.wallet_ref is not null;
$$;
