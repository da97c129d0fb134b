-- Ends what still waits for an endpoint that is told nothing any more. Its owner may have it sent again later.
create or replace function webhooks.end_deliveries(_endpoint_id uuid)
returns void
language sql
set search_path = ''
as $$
  update webhooks.webhook_deliveries
  set status = 'FAILED', due_at = null, held_until = null, ended_at = platform.moment(),
    last_error = coalesce(last_error, 'The endpoint was disabled before this was sent.')
  where endpoint_id = _endpoint_id and status = 'PENDING';
$$;
