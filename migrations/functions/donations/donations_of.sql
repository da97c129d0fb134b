-- Donations that were paid, newest first. The ref is the order and never changes, so no page repeats or skips one.
create or replace function donations.donations_of(_acting_owner text, _filters jsonb, _before text, _limit integer)
returns jsonb
language sql
stable
security definer
set search_path = ''
set plan_cache_mode = force_custom_plan
as $$
  select coalesce(jsonb_agg(donations.donation_view(d) order by d.donation_ref desc), '[]')
  from (
    select *
    from donations.donation_messages
    where paid_at is not null
      and (_acting_owner is null or streamer_ref = _acting_owner)
      and (_filters ->> 'streamer_ref' is null or streamer_ref = _filters ->> 'streamer_ref')
      and (_filters ->> 'moderation_status' is null or moderation_status = _filters ->> 'moderation_status')
      and (
        _filters ->> 'playback' is null
        or (_filters ->> 'playback' = 'WAITING' and playback_outcome is null)
        or playback_outcome = _filters ->> 'playback'
      )
      and (_before is null or donation_ref < _before)
    order by donation_ref desc
    limit _limit
  ) as d;
$$;

grant execute on function donations.donations_of(text, jsonb, text, integer) to saku_app;
