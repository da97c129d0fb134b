-- A refresh token with its session and person, held until the commit in the order in which everybody takes them.
create or replace function identity.lock_token(
  _token_hash bytea, out token identity.refresh_tokens, out session identity.user_sessions, out owner identity.users
)
language plpgsql
set search_path = ''
as $$
begin
  select u.* into owner
  from identity.refresh_tokens as t
  join identity.user_sessions as s on s.id = t.session_id
  join identity.users as u on u.id = s.user_id
  where t.token_hash = _token_hash
  for share of u;
  if not found then
    return;
  end if;
  select s.* into session
  from identity.user_sessions as s
  where s.id = (select t.session_id from identity.refresh_tokens as t where t.token_hash = _token_hash)
  for update;
  select * into token from identity.refresh_tokens as t where t.token_hash = _token_hash;
end
$$;
