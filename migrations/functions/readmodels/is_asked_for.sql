-- Whether an entry passes the filters of a list that are no place in it.
create or replace function readmodels.is_asked_for(
  _entry readmodels.ledger_entries_view, _filters jsonb, _from timestamptz, _to timestamptz
)
returns boolean
language sql
immutable
as $$
  select _entry.created_at >= _from and _entry.created_at < _to
    and (_filters ->> 'entry_type' is null or _entry.entry_type = _filters ->> 'entry_type')
    and (_filters ->> 'currency' is null or _entry.currency = _filters ->> 'currency');
$$;
