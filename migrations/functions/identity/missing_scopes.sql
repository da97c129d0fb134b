-- Which of these scopes the caller has not, or null. What the caller has comes with the command, from their credential.
create or replace function identity.missing_scopes(_wanted text[], _command jsonb)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_agg(scope order by scope)
  from unnest(_wanted) as scope
  where not _command -> 'caller_scopes' ? scope;
$$;
