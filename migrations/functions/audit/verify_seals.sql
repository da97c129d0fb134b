-- Recounts a slice of the seals and what they cover. The answer has the state to go on from, null after the last slice.
-- Of a month that was dropped only the seals are left to look at; its entries are verified in their copy.
create or replace function audit.verify_seals(_state jsonb, _limit integer)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
set timezone = 'UTC'
as $$
declare
  _previous audit.seals;
  _seal audit.seals;
  _count record;
  _is_dropped boolean;
  _read bigint := 0;
  _seals bigint := 0;
  _dropped bigint := 0;
  _faults jsonb := '[]';
begin
  select * into _previous from audit.seals where seal_no = coalesce((_state ->> 'seal_no')::bigint, 0);
  for _seal in
    select * from audit.seals where seal_no > coalesce((_state ->> 'seal_no')::bigint, 0) order by seal_no limit _limit
  loop
    _seals := _seals + 1;
    _is_dropped := exists (
      select from audit.archives where month = _seal.month and state = 'DROPPED' and last_seal_no >= _seal.seal_no
    );
    if _seal.seal_no <> coalesce(_previous.seal_no, 0) + 1
      or _seal.previous_hash <> coalesce(_previous.seal_hash, decode(repeat('00', 32), 'hex'))
      or _seal.after_log_id not in (coalesce(_previous.until_log_id, 0), coalesce(_previous.after_log_id, 0))
      or _seal.seal_hash <> audit.hash_of_seal(_seal) then
      _faults := _faults || jsonb_build_object('fault', 'seal_broken', 'seal_no', _seal.seal_no);
    end if;
    _previous := _seal;
    if _is_dropped then
      _dropped := _dropped + _seal.entries;
      continue;
    end if;

    select * into _count from audit.recount_seal(_seal);
    _read := _read + _count.entries;
    _faults := _faults || (
      select coalesce(jsonb_agg(jsonb_build_object(
        'fault', 'entry_changed', 'seal_no', _seal.seal_no, 'event_ref', event_ref
      )), '[]')
      from unnest(_count.changed_refs) as event_ref
    );
    if _count.entries <> _seal.entries then
      _faults := _faults || jsonb_build_object('fault', 'entries_differ', 'seal_no', _seal.seal_no);
    elsif _count.range_hash <> _seal.range_hash then
      _faults := _faults || jsonb_build_object('fault', 'range_changed', 'seal_no', _seal.seal_no);
    end if;
    exit when _read >= _limit;
  end loop;

  return jsonb_build_object(
    'seals', _seals, 'entries', _read, 'dropped_entries', _dropped, 'faults', _faults,
    'state', case when _seals > 0 then jsonb_build_object('seal_no', _previous.seal_no) end
  );
end
$$;

grant execute on function audit.verify_seals(jsonb, integer) to saku_app;
