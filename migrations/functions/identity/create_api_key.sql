-- Makes an API key and announces it, in one commit. The key itself never comes here: the reply that is kept under the
-- idempotency key cannot show it again.
create or replace function identity.create_api_key(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _replay jsonb := platform.begin_write(_intent);
  _key identity.api_keys;
begin
  if _replay is not null then
    return _replay;
  end if;
  perform identity.refuse_single_proof(_command ->> 'session_ref');
  _key := identity.insert_api_key(_command, (_command ->> 'expires_at')::timestamptz);
  return platform.end_write(_intent, identity.announce_api_key(_intent, 'api_key.created', _key));
end
$$;

grant execute on function identity.create_api_key(jsonb, jsonb) to saku_app;
