-- Donations that were paid a while ago and have no outcome, of all streamers, the latest first: whatever their stage was
-- not told, it is told again. So are those that were withdrawn a moment ago: a stage that had not heard of them yet has
-- forgotten that, and may hear of them after all.
create or replace function donations.waiting_for_stage(_from timestamptz, _until timestamptz, _limit integer)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(donations.donation_view(d) order by d.paid_at), '[]')
  from (
    (
      select *
      from donations.donation_messages
      where paid_at between _from and _until and seq is not null and playback_outcome is null
      order by paid_at desc
      limit _limit
    )
    union all
    (
      select *
      from donations.donation_messages
      where paid_at between _from and _until and seq is not null and playback_outcome in ('REJECTED', 'REFUNDED')
        and playback_ended_at > _until - interval '10 minutes'
      order by paid_at desc
      limit _limit
    )
  ) as d;
$$;

grant execute on function donations.waiting_for_stage(timestamptz, timestamptz, integer) to saku_app;
