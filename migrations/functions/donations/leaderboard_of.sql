-- Who gave most since a moment, by the name that they chose to be shown with, without what has gone back. Who hides is in
-- nobody's list.
create or replace function donations.leaderboard_of(_streamer_ref text, _since timestamptz, _limit integer)
returns jsonb
language sql
stable
security definer
set search_path = ''
set plan_cache_mode = force_custom_plan
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'donor', donor, 'amount', platform.to_decimal(amount, currency), 'currency', currency, 'donations', donations
  ) order by amount desc, donor), '[]')
  from (
    select min(donor_display) as donor, sum(amount - returned_amount) as amount, currency, count(*) as donations
    from donations.donation_messages
    where streamer_ref = _streamer_ref and paid_at >= _since and refunded_at is null and donor_display is not null
      and moderation_status in ('NONE', 'APPROVED')
    group by lower(donor_display), currency
    order by sum(amount - returned_amount) desc, min(donor_display)
    limit _limit
  ) as best;
$$;

grant execute on function donations.leaderboard_of(text, timestamptz, integer) to saku_app;
