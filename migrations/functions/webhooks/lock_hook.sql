-- A hook that is to be changed, held until the commit.
create or replace function webhooks.lock_hook(_command jsonb)
returns webhooks.hooks
language plpgsql
set search_path = ''
as $$
declare
  _hook webhooks.hooks;
begin
  select * into _hook from webhooks.hooks where hook_ref = _command ->> 'hook_ref' for update;
  if not found then
    perform platform.refuse('hook_not_found', jsonb_build_object('hook_ref', _command ->> 'hook_ref'));
  end if;
  return _hook;
end
$$;
