-- An API key as it is shown: everything but the key.
create or replace function identity.api_key_view(_key identity.api_keys)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'key_ref', _key.key_ref, 'owner_ref', _key.owner_ref, 'name', _key.name, 'prefix', _key.prefix, 'mode', _key.mode,
    'scopes', to_jsonb(_key.scopes), 'ip_allow_list', to_jsonb(_key.ip_allow_list::text[]),
    'expires_at', platform.to_rfc3339(_key.expires_at), 'last_used_at', platform.to_rfc3339(_key.last_used_at),
    'rotated_to', _key.rotated_to, 'revoked_at', platform.to_rfc3339(_key.revoked_at), 'version', _key.version,
    'created_at', platform.to_rfc3339(_key.created_at), 'updated_at', platform.to_rfc3339(_key.updated_at)
  );
$$;
