-- Makes another key like this one, which lives as long as this one was to live, and lets this one end after the overlap.
create or replace function identity.rotate_api_key(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _replay jsonb := platform.begin_write(_intent);
  _now timestamptz := platform.moment();
  _old identity.api_keys;
  _new identity.api_keys;
  _like jsonb;
begin
  if _replay is not null then
    return _replay;
  end if;
  perform identity.refuse_single_proof(_command ->> 'session_ref');
  -- Only its owner: whoever else saw the new key could act as them.
  _old := identity.lock_api_key(_command ->> 'key_ref', _intent ->> 'scope');
  if _old.revoked_at is not null or _old.rotated_to is not null or _old.expires_at <= _now then
    perform platform.refuse('api_key_ended', jsonb_build_object('key_ref', _old.key_ref, 'rotated_to', _old.rotated_to));
  end if;

  _like := identity.api_key_view(_old) || jsonb_build_object(
    'key_ref', _command ->> 'new_key_ref', 'prefix', _command ->> 'prefix', 'key_hash', _command ->> 'key_hash'
  );
  _new := identity.insert_api_key(_like, _now + (_old.expires_at - _old.created_at));
  update identity.api_keys
  set rotated_to = _new.key_ref, version = version + 1, updated_at = greatest(_now, updated_at),
    expires_at = least(expires_at, _now + make_interval(secs => (_command ->> 'overlap_seconds')::integer))
  where id = _old.id
  returning * into _old;

  perform identity.announce_api_key(_intent, 'api_key.rotated', _old);
  -- Two facts in one commit, and each event has a ref of its own.
  return platform.end_write(_intent, identity.announce_api_key(
    _intent || jsonb_build_object('event_ref', platform.new_ref()), 'api_key.created', _new
  ));
end
$$;

grant execute on function identity.rotate_api_key(jsonb, jsonb) to saku_app;
