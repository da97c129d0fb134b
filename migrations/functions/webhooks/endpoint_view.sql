-- An endpoint as it is shown: everything but its secrets.
create or replace function webhooks.endpoint_view(_endpoint webhooks.webhook_endpoints)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'endpoint_ref', _endpoint.endpoint_ref, 'owner_ref', _endpoint.owner_ref, 'url', _endpoint.url,
    'description', _endpoint.description, 'audience', _endpoint.audience, 'event_types', to_jsonb(_endpoint.event_types),
    'is_ordered', _endpoint.is_ordered, 'status', _endpoint.status, 'disabled_reason', _endpoint.disabled_reason,
    'failing_since', platform.to_rfc3339(_endpoint.failing_since),
    'previous_secret_until', platform.to_rfc3339(
      case when _endpoint.previous_secret_until > clock_timestamp() then _endpoint.previous_secret_until end
    ),
    'version', _endpoint.version, 'created_at', platform.to_rfc3339(_endpoint.created_at),
    'updated_at', platform.to_rfc3339(_endpoint.updated_at)
  );
$$;
