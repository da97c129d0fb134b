-- What was learned of a video no longer ago than this, or null.
create or replace function donations.video_facts(_video_id text, _since timestamptz)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select facts from donations.media_videos where video_id = _video_id and checked_at >= _since;
$$;

grant execute on function donations.video_facts(text, timestamptz) to saku_app;
