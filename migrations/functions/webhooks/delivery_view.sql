-- A delivery as it is shown. What it says is the event's, and is asked of the event.
create or replace function webhooks.delivery_view(_delivery webhooks.webhook_deliveries, _endpoint_ref text)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'delivery_ref', _delivery.delivery_ref, 'endpoint_ref', _endpoint_ref, 'event_ref', _delivery.event_ref,
    'event_type', _delivery.event_type, 'subject', _delivery.aggregate_ref, 'status', _delivery.status,
    'attempts', _delivery.attempts, 'next_attempt_at', platform.to_rfc3339(_delivery.due_at),
    'last_status', _delivery.last_status, 'last_error', _delivery.last_error,
    'created_at', platform.to_rfc3339(_delivery.created_at), 'ended_at', platform.to_rfc3339(_delivery.ended_at)
  );
$$;
