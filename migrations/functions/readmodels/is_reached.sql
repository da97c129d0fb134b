-- Whether a generation takes what happened to a thing: a rebuild reads for itself what it has not come past.
create or replace function readmodels.is_reached(_target readmodels.target, _aggregate_type text, _aggregate_ref text)
returns boolean
language sql
immutable
as $$
  select _target.until_ref is null
    or (_aggregate_ref collate "C", _aggregate_type collate "C")
      <= (_target.until_ref collate "C", _target.until_type collate "C");
$$;
