-- Claims the idempotency key of a write. Answers null when the work is to be done, or the reply that was given before.
-- Two callers with one key meet in the primary key: the second waits until the first has committed or has given up.
create or replace function platform.begin_write(_intent jsonb)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  _claimed platform.idempotency_keys;
begin
  if _intent ->> 'key' is null then
    return null;
  end if;

  insert into platform.idempotency_keys (scope, key, operation, request_hash)
  values (
    _intent ->> 'scope', _intent ->> 'key', _intent ->> 'operation', decode(_intent ->> 'request_hash', 'hex')
  )
  on conflict do nothing;
  if found then
    return null;
  end if;

  select * into strict _claimed
  from platform.idempotency_keys
  where scope = _intent ->> 'scope' and key = _intent ->> 'key';

  if _claimed.operation <> _intent ->> 'operation'
    or _claimed.request_hash <> decode(_intent ->> 'request_hash', 'hex') then
    perform platform.refuse('idempotency_key_reused', jsonb_build_object('first_used_at', _claimed.created_at));
  end if;
  return jsonb_build_object('replayed', true, 'result', _claimed.reply);
end
$$;
