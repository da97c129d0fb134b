-- Writes down what was done with somebody's account, in the commit in which it was done. An address that is none, as a
-- local server may hand on, is left out; a browser's name is cut.
create or replace function identity.log_activity(
  _user_id uuid, _type text, _metadata jsonb, _ip text, _user_agent text
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  _address inet;
begin
  -- A case inside the statement would not do: the planner casts a known text before any row is looked at.
  if pg_input_is_valid(_ip, 'inet') then
    _address := _ip::inet;
  end if;
  insert into identity.user_activity_logs (
    log_ref, user_id, activity_type, metadata, ip_address, user_agent, created_at
  )
  values (
    platform.new_ref(), _user_id, _type, coalesce(_metadata, '{}'), _address, left(_user_agent, 300), platform.moment()
  );
end
$$;
