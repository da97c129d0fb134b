-- The entries of a range of versions between the balances before and after them. Nothing in it depends on when it is
-- asked for: what has to be looked up in the present is answered as versions. Moments are a range from one to just
-- before the other.
create or replace function ledger.statement_of(
  _account_ref text, _from_version bigint, _to_version bigint, _from timestamptz, _to timestamptz, _lines_at_most integer
)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  _account_id uuid := (select id from ledger.accounts where account_ref = _account_ref);
  _present bigint;
begin
  if _from is not null or _to is not null then
    perform ledger.await_moment(_account_id, greatest(_from, _to));
  end if;
  select version into strict _present from ledger.balances where account_id = _account_id and stripe = 0;
  if _from is not null then
    _from_version := ledger.version_before(_account_id, 0::smallint, _from) + 1;
  end if;
  if _to is not null then
    _to_version := ledger.version_before(_account_id, 0::smallint, _to);
  end if;
  _from_version := coalesce(_from_version, 1);
  _to_version := coalesce(_to_version, _present);

  if greatest(_from_version - 1, _to_version) > _present then
    perform platform.refuse('version_not_reached', jsonb_build_object('present_version', _present));
  end if;
  if _to_version - _from_version >= _lines_at_most then
    perform platform.refuse('statement_too_long', jsonb_build_object(
      'from_version', _from_version, 'to_version', _to_version, 'lines_at_most', _lines_at_most
    ));
  end if;
  return ledger.statement_lines(_account_id, _from_version, _to_version);
end
$$;
