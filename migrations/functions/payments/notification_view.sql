-- A notification as an operator sees it: what it was about and what became of it, without its body, which may hold
-- somebody's name.
create or replace function payments.notification_view(_kept payments.notifications)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'notification_ref', _kept.notification_ref,
    'provider', _kept.provider,
    'event_key', _kept.event_key,
    'subject', _kept.subject,
    'subject_ref', _kept.subject_ref,
    'external_reference', _kept.external_reference,
    'status', _kept.status,
    'fault', _kept.fault,
    'is_late_accepted', _kept.is_late_accepted,
    'deliveries', _kept.deliveries,
    'attempts', _kept.attempts,
    'received_at', platform.to_rfc3339(_kept.received_at),
    'processed_at', platform.to_rfc3339(_kept.processed_at)
  );
$$;
