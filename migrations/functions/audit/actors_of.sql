-- Who did what each event tells. An event says so itself where it may have been another than the one that it is about; a
-- transaction knows who asked for it; a promise that ran out was ended by nobody.
create or replace function audit.actors_of(_taken platform.published_event[])
returns table (event_ref text, actor_ref text, actor_type text)
language sql
stable
set search_path = ''
as $$
  with named as materialized (
    select event_ref, event_type, said.acted_by, said.user_ref, said.owner_ref,
      audit.context_of(aggregate_type) as context,
      case when aggregate_type = 'transaction' then coalesce(said.by_transaction_ref, aggregate_ref) end as asked_ref
    from unnest(_taken)
    -- All four in one reading of the data.
    cross join lateral json_to_record(data) as said (
      acted_by text, user_ref text, owner_ref text, by_transaction_ref text
    )
  ), known as (
    select named.event_ref,
      case
        when acted_by is not null then acted_by
        when event_type = 'transaction.expired' then null
        when asked_ref is not null then requested_by
        when context = 'identity' then coalesce(user_ref, owner_ref)
      end as actor_ref,
      event_type = 'transaction.expired' or context = 'webhooks' and acted_by is null as is_of_system
    from named
    left join transactions.requesters_of(
      array(select distinct asked_ref from named where asked_ref is not null)
    ) as asked on asked.transaction_ref = asked_ref
  )
  select event_ref, case when not is_of_system then actor_ref end,
    case when is_of_system then 'SYSTEM' else audit.actor_type_of(actor_ref) end
  from known;
$$;
