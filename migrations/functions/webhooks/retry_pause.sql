-- How long after the n-th attempt of a round the next one is made, as Standard Webhooks proposes it.
create or replace function webhooks.retry_pause(_attempt integer)
returns interval
language sql
immutable
set search_path = ''
as $$
  select coalesce((array['5 s', '5 min', '30 min', '2 h', '5 h', '10 h', '10 h']::interval[])[_attempt], '10 h');
$$;
