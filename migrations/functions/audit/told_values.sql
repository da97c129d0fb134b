-- What each event tells, and what the one before it about the same thing had told.
create or replace function audit.told_values(_taken platform.published_event[])
returns table (
  place bigint, event_ref text, event_type text, aggregate_type text, aggregate_ref text, sequence bigint,
  occurred_at timestamptz, traceparent text, told jsonb, before jsonb
)
language sql
stable
set search_path = ''
as $$
  with events as materialized (
    select place, event_ref, event_type, aggregate_type, aggregate_ref, sequence, occurred_at, traceparent,
      case when audit.holds_secret(said) then audit.without_secrets(said::jsonb) else said::jsonb end - 'acted_by' as told
    from unnest(_taken) with ordinality as event (
      event_ref, event_type, aggregate_type, aggregate_ref, sequence, occurred_at, traceparent, attempt, data, place
    )
    cross join lateral (select data::text as said offset 0) as text
  )
  select events.*, coalesce(
    lag(told) over (partition by aggregate_type, aggregate_ref order by sequence),
    case when sequence > 1 then audit.last_values(aggregate_type, aggregate_ref) end
  )
  from events;
$$;
