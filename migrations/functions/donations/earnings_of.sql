-- What a streamer was given, day by day of their own calendar, and in all. What was given back is told beside it and not
-- taken off: when it came and when it went are two days.
create or replace function donations.earnings_of(
  _streamer_ref text, _acting_owner text, _from date, _until date, _time_zone text
)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
set plan_cache_mode = force_custom_plan
as $$
declare
  _streamer donations.streamers := donations.find_streamer(_streamer_ref, _acting_owner);
  _days jsonb;
begin
  select coalesce(jsonb_agg(jsonb_build_object(
    'day', to_char(day, 'YYYY-MM-DD'),
    'donations', donations,
    'amount', platform.to_decimal(amount, _streamer.currency),
    'fee_amount', platform.to_decimal(fee_amount, _streamer.currency),
    'net_amount', platform.to_decimal(net_amount, _streamer.currency),
    'refunded_amount', platform.to_decimal(refunded_amount, _streamer.currency)
  ) order by day), '[]')
  into _days
  from (
    select (paid_at at time zone _time_zone)::date as day, count(*) as donations, sum(amount) as amount,
      sum(fee_amount) as fee_amount, sum(net_amount) as net_amount,
      sum(returned_amount) as refunded_amount
    from donations.donation_messages
    where streamer_ref = _streamer_ref
      and paid_at >= (_from::timestamp at time zone _time_zone)
      and paid_at < ((_until + 1)::timestamp at time zone _time_zone)
    group by 1
  ) as by_day;
  return jsonb_build_object('currency', _streamer.currency, 'days', _days);
end
$$;

grant execute on function donations.earnings_of(text, text, date, date, text) to saku_app;
