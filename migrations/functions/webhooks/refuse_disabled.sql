-- Nothing is sent to an endpoint that is disabled, so nothing is put in line for it either.
create or replace function webhooks.refuse_disabled(_endpoint webhooks.webhook_endpoints)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if _endpoint.status <> 'ENABLED' then
    perform platform.refuse('webhook_endpoint_disabled', jsonb_build_object(
      'endpoint_ref', _endpoint.endpoint_ref, 'disabled_reason', _endpoint.disabled_reason
    ));
  end if;
end
$$;
