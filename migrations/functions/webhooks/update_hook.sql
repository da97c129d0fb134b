-- Changes a hook, if it is still the version that the caller saw, and the endpoint that it has with it.
create or replace function webhooks.update_hook(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _replay jsonb := platform.begin_write(_intent);
  _hook webhooks.hooks;
begin
  if _replay is not null then
    return _replay;
  end if;
  _hook := webhooks.lock_hook(_command);
  if _command ->> 'expected_version' is not null and _hook.version <> (_command ->> 'expected_version')::bigint then
    perform platform.refuse('precondition_failed', jsonb_build_object('current_etag', format('"%s"', _hook.version)));
  end if;
  if not webhooks.hook_takes(_hook.type, _command) then
    perform platform.refuse('hook_setting_foreign', jsonb_build_object('hook_ref', _hook.hook_ref, 'hook_type', _hook.type));
  end if;
  -- Whoever may change a hook may not see its headers, and would read them at another address.
  if _command ->> 'url' <> _hook.url and _hook.sealed_headers is not null and not _command ? 'header_names' then
    perform platform.refuse('hook_headers_needed', jsonb_build_object('hook_ref', _hook.hook_ref));
  end if;
  update webhooks.hooks
  set name = coalesce(_command ->> 'name', name),
    url = coalesce(_command ->> 'url', url),
    is_active = coalesce((_command ->> 'is_active')::boolean, is_active),
    has_lost_authority = has_lost_authority and _command ->> 'is_active' is null,
    sealed_headers = case when _command ? 'header_names' then _command ->> 'sealed_headers' else sealed_headers end,
    header_names = case when _command ? 'header_names'
      then array(select jsonb_array_elements_text(_command -> 'header_names')) else header_names end,
    timeout_ms = coalesce((_command ->> 'timeout_ms')::integer, timeout_ms),
    on_failure = coalesce(_command ->> 'on_failure', on_failure),
    attempts_at_most = coalesce((_command ->> 'attempts_at_most')::smallint, attempts_at_most),
    version = version + 1,
    updated_at = greatest(platform.moment(), updated_at)
  where id = _hook.id
  returning * into _hook;
  perform webhooks.bind_endpoint(_hook);
  return platform.end_write(_intent, webhooks.announce_hook(_intent, 'hook.updated', _hook));
end
$$;

grant execute on function webhooks.update_hook(jsonb, jsonb) to saku_app;
