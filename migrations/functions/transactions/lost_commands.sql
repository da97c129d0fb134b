-- The numbers of the commands whose API key may not do any more what they ask: its owner lost the role since the key was
-- looked at. Nothing is asked where nobody came with a credential.
create or replace function transactions.lost_commands(_commands transactions.command[])
returns setof integer
language sql
stable
set search_path = ''
as $$
  select asked.numbers[place]
  from (
    select array_agg(n order by n) as numbers, array_agg(credential_ref order by n) as credentials,
      array_agg(transactions.scope_of(type) order by n) as scopes,
      array_agg(acting_owner is null order by n) as for_all
    from unnest(_commands)
    where credential_ref is not null
    having count(*) > 0
  ) as asked
  cross join lateral identity.lost_keys(asked.credentials, asked.scopes, asked.for_all) as place;
$$;
