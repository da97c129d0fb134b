-- Removes the oldest sessions that ended by themselves before a moment, whether or not they were ended earlier, with their
-- lines of tokens: while a session could still stand, its used tokens are what a thief is known by.
create or replace function identity.remove_sessions(_ended_before timestamptz, _at_most integer)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  _ids uuid[];
  _tokens integer;
begin
  _ids := array(
    select id from (select * from identity.user_sessions order by id limit _at_most) as oldest
    where expires_at < _ended_before
  );
  delete from identity.refresh_tokens where session_id = any (_ids);
  get diagnostics _tokens = row_count;
  delete from identity.user_sessions where id = any (_ids);
  return jsonb_build_object('sessions', cardinality(_ids), 'refresh_tokens', _tokens);
end
$$;
