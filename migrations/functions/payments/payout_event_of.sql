create or replace function payments.payout_event_of(_status text)
returns text
language sql
immutable
set search_path = ''
as $$
  select case _status
    when 'HELD' then 'payout.held'
    when 'SENT' then 'payout.sent'
    when 'COMPLETED' then 'payout.completed'
    when 'FAILED' then 'payout.failed'
    when 'REVERSED' then 'payout.reversed'
  end;
$$;
