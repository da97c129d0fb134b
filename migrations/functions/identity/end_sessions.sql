-- Ends every session of a person, or every one but the one that is given. The caller holds the person's row, so no
-- session is opened meanwhile.
create or replace function identity.end_sessions(_user_id uuid, _except uuid, _reason text)
returns void
language plpgsql
set search_path = ''
as $$
declare
  _session_id uuid;
begin
  perform from identity.users where id = _user_id for no key update;
  for _session_id in
    select id from identity.user_sessions
    where user_id = _user_id and revoked_at is null and id is distinct from _except
    order by id
    for update
  loop
    perform identity.revoke_one_session(_session_id, _reason);
  end loop;
end
$$;
