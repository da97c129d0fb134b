-- The session that a refresh token belongs to, whether or not either stands; null for a token that never was.
create or replace function identity.line_of(_token_hash text)
returns text
language sql
stable
security definer
set search_path = ''
as $$
  select s.session_ref
  from identity.refresh_tokens as t
  join identity.user_sessions as s on s.id = t.session_id
  where t.token_hash = decode(_token_hash, 'hex');
$$;

grant execute on function identity.line_of(text) to saku_app;
