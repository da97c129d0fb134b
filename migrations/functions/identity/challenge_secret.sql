-- What the code of a challenged login is compared with, still sealed; nothing for a challenge that is none.
create or replace function identity.challenge_secret(_token_hash text)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select jsonb_build_object('user_ref', u.user_ref, 'secret_encrypted', f.secret_encrypted)
  from identity.login_challenges as c
  join identity.users as u on u.id = c.user_id
  join identity.totp_factors as f on f.user_id = c.user_id
  where c.token_hash = decode(_token_hash, 'hex') and f.confirmed_at is not null;
$$;

grant execute on function identity.challenge_secret(text) to saku_app;
