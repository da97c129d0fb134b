-- Whether each of these idempotency keys was used before, in their order.
create or replace function transactions.claimed_keys(_scopes text[], _keys text[])
returns boolean[]
language sql
stable
security definer
set search_path = ''
as $$
  select array_agg(
    exists (
      select from platform.idempotency_keys as claimed where claimed.scope = asked.scope and claimed.key = asked.key
    ) order by n
  )
  from unnest(_scopes, _keys) with ordinality as asked (scope, key, n);
$$;

grant execute on function transactions.claimed_keys(text[], text[]) to saku_app;
