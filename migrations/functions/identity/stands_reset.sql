-- Whether a token may still set a password, so that nothing is hashed for one that may not.
create or replace function identity.stands_reset(_token_hash text)
returns boolean
language sql
stable
security definer
set search_path = ''
as $$
  select exists (
    select from identity.password_reset_requests
    where token_hash = decode(_token_hash, 'hex') and user_id is not null and used_at is null and voided_at is null
      and expires_at > clock_timestamp()
  );
$$;

grant execute on function identity.stands_reset(text) to saku_app;
