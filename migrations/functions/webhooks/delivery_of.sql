-- One delivery with its body and every attempt, or null for one that the caller may not see.
create or replace function webhooks.delivery_of(_acting_owner text, _delivery_ref text)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select webhooks.delivery_view(delivery, endpoint.endpoint_ref) || jsonb_build_object(
    'event', delivery.body,
    'log', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'attempt', attempt, 'attempted_at', platform.to_rfc3339(attempted_at), 'duration_ms', duration_ms, 'url', logged.url,
        'request_headers', request_headers, 'response_status', response_status, 'response_headers', response_headers,
        'error', error
      ) order by attempt), '[]')
      from webhooks.delivery_attempts as logged
      where logged.delivery_id = delivery.id
    )
  )
  from webhooks.webhook_deliveries as delivery
  join webhooks.webhook_endpoints as endpoint on endpoint.id = delivery.endpoint_id
  where delivery_ref = _delivery_ref and endpoint.status <> 'DELETED' and endpoint.hook_id is null
    and (_acting_owner is null or owner_ref = _acting_owner);
$$;

grant execute on function webhooks.delivery_of(text, text) to saku_app;
