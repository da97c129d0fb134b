-- Finds an API key by the hash of what was sent: whether it stands, what it was made for, and what its owner may do now.
-- Counts the use by the hour. Answers null for a key that belongs to nobody.
create or replace function identity.use_api_key(_key_hash bytea, _ip inet)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _now timestamptz := clock_timestamp();
  _key identity.api_keys;
  _owner identity.users;
  _ended text;
  _is_allowed boolean;
begin
  select * into _key from identity.api_keys where key_hash = _key_hash;
  if not found then
    return null;
  end if;
  select * into _owner from identity.users where user_ref = _key.owner_ref;
  _ended := case
    when _key.revoked_at is not null then 'REVOKED'
    when _key.expires_at <= _now then 'EXPIRED'
    when _owner.status is distinct from 'ACTIVE' and _key.owner_ref <> identity.bootstrap_ref() then 'OWNER_INACTIVE'
  end;
  -- An address that nobody knows is in no list.
  _is_allowed := cardinality(_key.ip_allow_list) = 0
    or coalesce(_ip <<= any (_key.ip_allow_list), false);

  if _ended is null and _is_allowed then
    update identity.api_keys
    set last_used_at = date_trunc('hour', _now)
    where id = _key.id and last_used_at is distinct from date_trunc('hour', _now);
  end if;
  return jsonb_build_object(
    'key_ref', _key.key_ref, 'owner_ref', _key.owner_ref, 'scopes', to_jsonb(_key.scopes), 'ended', _ended,
    'is_address_allowed', _is_allowed,
    'owner', case when _owner.id is not null then jsonb_build_object(
      'roles', to_jsonb(identity.roles_of(_owner.id)), 'scopes', to_jsonb(identity.scopes_of(_owner.id))
    ) end
  );
end
$$;

grant execute on function identity.use_api_key(bytea, inet) to saku_app;
