-- The end of every change of an endpoint: its event, and how it looks now. Addresses and descriptions are people's own,
-- and stay out of events. Who did it is told to auditors; nobody did what follows from other events.
create or replace function webhooks.announce_endpoint(
  _intent jsonb, _event_type text, _endpoint webhooks.webhook_endpoints
)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  _view jsonb := webhooks.endpoint_view(_endpoint);
begin
  perform platform.append_event(
    _intent, _event_type, 'webhook_endpoint', _endpoint.endpoint_ref, _endpoint.version,
    _view - 'url' - 'description' - 'failing_since' - 'previous_secret_until'
      || jsonb_build_object('acted_by', _intent ->> 'scope')
  );
  return _view;
end
$$;
