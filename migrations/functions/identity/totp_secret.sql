-- The secret of a person's authenticator app, still sealed, and whether it has been confirmed.
create or replace function identity.totp_secret(_user_ref text)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select jsonb_build_object('secret_encrypted', f.secret_encrypted, 'is_confirmed', f.confirmed_at is not null)
  from identity.totp_factors as f
  join identity.users as u on u.id = f.user_id
  where u.user_ref = _user_ref;
$$;

grant execute on function identity.totp_secret(text) to saku_app;
