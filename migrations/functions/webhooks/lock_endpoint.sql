-- An endpoint that this caller may change, held until the commit. A stranger's is as absent as one that never was.
create or replace function webhooks.lock_endpoint(_intent jsonb, _endpoint_ref text)
returns webhooks.webhook_endpoints
language plpgsql
set search_path = ''
as $$
declare
  _endpoint webhooks.webhook_endpoints;
begin
  select * into _endpoint
  from webhooks.webhook_endpoints
  where endpoint_ref = _endpoint_ref and status <> 'DELETED' and hook_id is null
    and (_intent ->> 'acting_owner' is null or owner_ref = _intent ->> 'acting_owner')
  -- Deliveries that are being written name the endpoint, and need not wait for this.
  for no key update;
  if not found then
    perform platform.refuse('webhook_endpoint_not_found', jsonb_build_object('endpoint_ref', _endpoint_ref));
  end if;
  return _endpoint;
end
$$;
