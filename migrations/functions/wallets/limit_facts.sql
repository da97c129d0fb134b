-- A limit as events tell of it: what was decided, and not what happened to be used of it.
create or replace function wallets.limit_facts(_limit jsonb)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select _limit - array['used', 'remaining', 'window_start', 'window_end', 'created_at', 'updated_at'];
$$;
