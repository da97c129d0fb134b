-- How many entries of an account, or of one of its stripes, were recorded before a moment. Versions have no gaps and their
-- times never run backwards, so halving finds the place without an index by time.
create or replace function ledger.version_before(_account_id uuid, _stripe smallint, _moment timestamptz)
returns bigint
language plpgsql
stable
set search_path = ''
as $$
declare
  _low bigint := 0;
  _high bigint;
  _middle bigint;
begin
  select version into _high from ledger.balances where account_id = _account_id and stripe = _stripe;
  while _low < _high loop
    _middle := (_low + _high + 1) / 2;
    if (
      select recorded_at < _moment from ledger.entries
      where account_id = _account_id and stripe = _stripe and account_version = _middle
    ) then
      _low := _middle;
    else
      _high := _middle - 1;
    end if;
  end loop;
  return _low;
end
$$;
