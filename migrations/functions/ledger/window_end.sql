-- When the calendar day or month of a time zone ends that a moment lies in: the start of the next one.
create or replace function ledger.window_end(_period text, _time_zone text, _moment timestamptz)
returns timestamptz
language sql
stable
set search_path = ''
as $$
  select case
    when _period = 'TRANSACTION' then 'infinity'
    else (
      date_trunc(_period, _moment at time zone _time_zone) + ('1 ' || _period)::interval - interval '1 microsecond'
    ) at time zone _time_zone + interval '1 microsecond'
  end;
$$;
