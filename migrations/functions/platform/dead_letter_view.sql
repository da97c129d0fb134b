create or replace function platform.dead_letter_view(_parked platform.parked_events)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'dead_letter_ref', (_parked).dead_letter_ref,
    'group', (_parked).consumer_group,
    'status', (_parked).reason,
    'event_ref', (_parked).event ->> 'id',
    'event_type', (_parked).event ->> 'type',
    'aggregate_type', (_parked).aggregate_type,
    'aggregate_ref', (_parked).aggregate_ref,
    'sequence', (_parked).sequence,
    'error', (_parked).error,
    'attempts', (_parked).attempts,
    'blocked', (
      select count(*)
      from platform.parked_events as behind
      where behind.consumer_group = (_parked).consumer_group and behind.aggregate_ref = (_parked).aggregate_ref
        and behind.aggregate_type = (_parked).aggregate_type and behind.sequence > (_parked).sequence
    ),
    'parked_at', platform.to_rfc3339((_parked).parked_at),
    'failed_at', platform.to_rfc3339((_parked).failed_at),
    'next_attempt_at', platform.to_rfc3339((_parked).next_attempt_at)
  );
$$;
