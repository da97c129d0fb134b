-- Whether somebody has an authenticator app that has proved itself.
create or replace function identity.has_second_factor(_user_id uuid)
returns boolean
language sql
stable
set search_path = ''
as $$
  select exists (select from identity.totp_factors where user_id = _user_id and confirmed_at is not null);
$$;
