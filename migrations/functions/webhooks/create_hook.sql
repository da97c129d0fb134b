-- Keeps a new hook. One that is told after transactions has an endpoint of its own, under the same ref.
create or replace function webhooks.create_hook(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _at_most constant integer := 10;
  _replay jsonb := platform.begin_write(_intent);
  _now timestamptz := platform.moment();
  _hook webhooks.hooks;
begin
  if _replay is not null then
    return _replay;
  end if;
  if not webhooks.hook_takes(_command ->> 'type', _command) then
    perform platform.refuse('hook_setting_foreign', jsonb_build_object('hook_type', _command ->> 'type'));
  end if;
  -- Two made at once would both find room for one.
  perform pg_advisory_xact_lock(hashtextextended('webhooks.hooks', 0));
  if (select count(*) from webhooks.hooks where type = _command ->> 'type') >= _at_most then
    perform platform.refuse('hook_limit_reached', jsonb_build_object('hooks_at_most', _at_most));
  end if;

  insert into webhooks.hooks (
    hook_ref, owner_ref, name, type, url, is_active, sealed_secret, sealed_headers, header_names, timeout_ms, on_failure,
    attempts_at_most, created_at, updated_at
  )
  values (
    _command ->> 'hook_ref', _command ->> 'owner_ref', _command ->> 'name', _command ->> 'type', _command ->> 'url',
    (_command ->> 'is_active')::boolean, _command ->> 'sealed_secret', _command ->> 'sealed_headers',
    array(select jsonb_array_elements_text(_command -> 'header_names')), (_command ->> 'timeout_ms')::integer,
    _command ->> 'on_failure', (_command ->> 'attempts_at_most')::smallint, _now, _now
  )
  returning * into _hook;
  perform webhooks.bind_endpoint(_hook);
  return platform.end_write(_intent, webhooks.announce_hook(_intent, 'hook.created', _hook));
end
$$;

grant execute on function webhooks.create_hook(jsonb, jsonb) to saku_app;
