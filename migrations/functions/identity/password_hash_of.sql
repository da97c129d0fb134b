-- What the password of a person who is logged in is compared with.
create or replace function identity.password_hash_of(_user_ref text)
returns text
language sql
stable
security definer
set search_path = ''
as $$
  select password_hash from identity.users where user_ref = _user_ref and status = 'ACTIVE';
$$;

grant execute on function identity.password_hash_of(text) to saku_app;
