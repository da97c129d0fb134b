-- A hook as it is shown: the names of its headers, and neither their values nor its secret.
create or replace function webhooks.hook_view(_hook webhooks.hooks)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'hook_ref', _hook.hook_ref, 'owner_ref', _hook.owner_ref, 'name', _hook.name, 'type', _hook.type, 'url', _hook.url,
    'is_active', _hook.is_active, 'has_lost_authority', _hook.has_lost_authority,
    'header_names', to_jsonb(_hook.header_names), 'timeout_ms', _hook.timeout_ms,
    'on_failure', _hook.on_failure, 'attempts_at_most', _hook.attempts_at_most, 'version', _hook.version,
    'created_at', platform.to_rfc3339(_hook.created_at), 'updated_at', platform.to_rfc3339(_hook.updated_at)
  );
$$;
