-- Ends a hook for ever, and its endpoint with it.
create or replace function webhooks.delete_hook(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _replay jsonb := platform.begin_write(_intent);
  _hook webhooks.hooks;
  _endpoint_id uuid;
begin
  if _replay is not null then
    return _replay;
  end if;
  _hook := webhooks.lock_hook(_command);
  update webhooks.webhook_endpoints
  set status = 'DELETED', disabled_reason = null, sealed_secret = null, previous_sealed_secret = null,
    previous_secret_until = null, sealed_headers = null, version = version + 1, updated_at = platform.moment()
  where hook_id = _hook.id
  returning id into _endpoint_id;
  perform webhooks.end_deliveries(_endpoint_id);
  _hook.version := _hook.version + 1;
  _hook.is_active := false;
  delete from webhooks.hooks where id = _hook.id;
  return platform.end_write(_intent, webhooks.announce_hook(_intent, 'hook.deleted', _hook));
end
$$;

grant execute on function webhooks.delete_hook(jsonb, jsonb) to saku_app;
