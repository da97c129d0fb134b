-- What each event tells, what the one before it about the same thing had told, and who did it. An event names its actor
-- where that may have been another than the one that it is about; a transaction knows who asked for it; a promise that ran
-- out was ended by nobody.
create or replace function audit.told_values(_taken platform.published_event[])
returns table (
  place bigint, event_ref text, event_type text, aggregate_type text, aggregate_ref text, sequence bigint,
  occurred_at timestamptz, traceparent text, told jsonb, before jsonb, actor_ref text, is_of_system boolean
)
language sql
stable
set search_path = ''
as $$
  with events as materialized (
    select place, event_ref, event_type, aggregate_type, aggregate_ref, sequence, occurred_at, traceparent,
      case when audit.holds_secret(said) then audit.without_secrets(whole) else whole end - 'acted_by' as told,
      whole ->> 'acted_by' as acted_by,
      case when audit.context_of(aggregate_type) = 'identity'
        then coalesce(whole ->> 'user_ref', whole ->> 'owner_ref')
      end as person_ref,
      case when aggregate_type = 'transaction' then coalesce(whole ->> 'by_transaction_ref', aggregate_ref) end as asked_ref
    from unnest(_taken) with ordinality as event (
      event_ref, event_type, aggregate_type, aggregate_ref, sequence, occurred_at, traceparent, attempt, data, place
    )
    -- Each is read once: without an offset both would be put in wherever they are named.
    cross join lateral (select data::text as said, data::jsonb as whole offset 0) as read
  ), named as (
    select events.*, coalesce(
        lag(told) over (partition by aggregate_type, aggregate_ref order by sequence),
        case when sequence > 1 then audit.last_values(aggregate_type, aggregate_ref) end
      ) as before,
      event_type = 'transaction.expired' or audit.context_of(aggregate_type) = 'webhooks' and acted_by is null as is_of_system
    from events
  )
  select place, event_ref, event_type, aggregate_type, aggregate_ref, sequence, occurred_at, traceparent, told, before,
    case when not is_of_system then coalesce(acted_by, requested_by, person_ref) end, is_of_system
  from named
  left join transactions.requesters_of(array(select distinct asked_ref from events where asked_ref is not null)) as asked
    on asked.transaction_ref = asked_ref;
$$;
