-- Keeps what was learned of a video, in place of what was known before.
create or replace function donations.keep_video_facts(_video_id text, _facts jsonb)
returns void
language sql
security definer
set search_path = ''
as $$
  insert into donations.media_videos (video_id, facts, checked_at)
  values (_video_id, _facts, clock_timestamp())
  on conflict (video_id) do update set facts = excluded.facts, checked_at = excluded.checked_at;
$$;

grant execute on function donations.keep_video_facts(text, jsonb) to saku_app;
