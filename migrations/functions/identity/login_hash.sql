-- What the password of an address is compared with; null for whoever cannot log in by one.
create or replace function identity.login_hash(_email_norm text)
returns text
language sql
stable
security definer
set search_path = ''
as $$
  select password_hash from identity.users where email_norm = _email_norm;
$$;

grant execute on function identity.login_hash(text) to saku_app;
