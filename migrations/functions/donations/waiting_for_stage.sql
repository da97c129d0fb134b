-- Donations that were paid a while ago and have no outcome, of all streamers, the latest first: whatever their stage was
-- not told, it is told again.
create or replace function donations.waiting_for_stage(_from timestamptz, _until timestamptz, _limit integer)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(donations.donation_view(d) order by d.paid_at), '[]')
  from (
    select *
    from donations.donation_messages
    where paid_at between _from and _until and seq is not null and playback_outcome is null
    order by paid_at desc
    limit _limit
  ) as d;
$$;

grant execute on function donations.waiting_for_stage(timestamptz, timestamptz, integer) to saku_app;
