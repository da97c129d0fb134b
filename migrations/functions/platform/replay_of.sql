-- What a write with this key was answered before, or null: for whoever cannot do the work again, and so may not claim the
-- key.
create or replace function platform.replay_of(_intent jsonb)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  _claimed platform.idempotency_keys;
begin
  select * into _claimed
  from platform.idempotency_keys
  where scope = _intent ->> 'scope' and key = _intent ->> 'key';
  if found and (
    _claimed.operation <> _intent ->> 'operation'
    or _claimed.request_hash <> decode(_intent ->> 'request_hash', 'hex')
  ) then
    perform platform.refuse('idempotency_key_reused', jsonb_build_object('first_used_at', _claimed.created_at));
  end if;
  return _claimed.reply;
end
$$;
