-- When the calendar day or month of a time zone began that a moment lies in. Found from the last instant of the period
-- before it, because midnight itself may happen twice or not at all on the day that the clocks change.
create or replace function ledger.window_start(_period text, _time_zone text, _moment timestamptz)
returns timestamptz
language sql
stable
set search_path = ''
as $$
  select case
    when _period = 'TRANSACTION' then '-infinity'
    else (date_trunc(_period, _moment at time zone _time_zone) - interval '1 microsecond') at time zone _time_zone
      + interval '1 microsecond'
  end;
$$;
