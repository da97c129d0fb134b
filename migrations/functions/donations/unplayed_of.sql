-- What a streamer's stage still has to show, in the order of payment: paid, and without an outcome.
create or replace function donations.unplayed_of(_streamer_ref text, _limit integer)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(donations.donation_view(d) order by d.seq), '[]')
  from (
    select *
    from donations.donation_messages
    where streamer_ref = _streamer_ref and seq is not null and playback_outcome is null
    order by seq
    limit _limit
  ) as d;
$$;

grant execute on function donations.unplayed_of(text, integer) to saku_app;
