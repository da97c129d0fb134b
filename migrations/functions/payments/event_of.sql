create or replace function payments.event_of(_kind text)
returns text
language sql
immutable
set search_path = ''
as $$
  select case _kind
    when 'PAY' then 'payment.processed'
    when 'SETTLE' then 'charge.settled'
    when 'REFUND' then 'charge.refunded'
    when 'CHARGEBACK' then 'charge.charged_back'
    when 'CHARGEBACK_WON' then 'charge.chargeback_won'
  end;
$$;
