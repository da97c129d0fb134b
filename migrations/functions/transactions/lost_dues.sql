-- The numbers of the commands whose time has come and whose person may not ask for them any more. The credential that they
-- came with is no longer asked about: a logout does not undo what was arranged before.
create or replace function transactions.lost_dues(_commands transactions.command[])
returns setof integer
language sql
stable
set search_path = ''
as $$
  select asked.numbers[place]
  from (
    select array_agg(n order by n) as numbers, array_agg(scope order by n) as owners,
      array_agg(transactions.scope_of(type) order by n) as scopes,
      array_agg(acting_owner is null order by n) as for_all
    from unnest(_commands)
    where is_due
    having count(*) > 0
  ) as asked
  cross join lateral identity.lost_authorities(asked.owners, asked.scopes, asked.for_all) as place;
$$;
