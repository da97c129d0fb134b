-- Ends a key's signing and forgets its private half. Its public half is published until the moment that is given.
create or replace function identity.retire_signing_key(_kid text, _published_until timestamptz)
returns void
language sql
set search_path = ''
as $$
  update identity.signing_keys
  set state = 'RETIRED', private_jwk_encrypted = null, retired_at = clock_timestamp(),
    published_until = _published_until
  where kid = _kid and state <> 'RETIRED';

  -- One that is retired already may still be told to go at once.
  update identity.signing_keys
  set published_until = _published_until
  where kid = _kid and published_until > _published_until;
$$;
