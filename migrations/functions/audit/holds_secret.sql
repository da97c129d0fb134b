-- Whether a text may hold a secret by its name. Plain searches: a regular expression over a whole event takes several times
-- as long, and so does LIKE, which does not skip; most events hold none of these.
create or replace function audit.holds_secret(_text text)
returns boolean
language sql
immutable
as $$
  select strpos(_text, 'secret') > 0 or strpos(_text, 'passw') > 0 or strpos(_text, 'token') > 0
    or strpos(_text, 'otp_code') > 0 or strpos(_text, 'pin_code') > 0 or strpos(_text, 'private_key') > 0
    or strpos(_text, 'authorization') > 0;
$$;
