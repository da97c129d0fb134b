-- Keeps the result under the write's key and shapes the answer. It runs in the commit of the write itself.
create or replace function platform.end_write(_intent jsonb, _result jsonb)
returns jsonb
language plpgsql
set search_path = ''
as $$
begin
  if _intent ->> 'key' is not null then
    update platform.idempotency_keys
    set reply = _result
    where scope = _intent ->> 'scope' and key = _intent ->> 'key';
  end if;
  return jsonb_build_object('replayed', false, 'result', _result);
end
$$;
