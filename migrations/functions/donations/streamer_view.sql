-- A streamer's page as commands answer it: with its rules, which are the streamer's own business.
create or replace function donations.streamer_view(_streamer donations.streamers)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'streamer_ref', _streamer.streamer_ref,
    'slug', _streamer.slug,
    'display_name', _streamer.display_name,
    'currency', _streamer.currency,
    'settings', _streamer.settings,
    'version', _streamer.version,
    'created_at', platform.to_rfc3339(_streamer.created_at),
    'updated_at', platform.to_rfc3339(_streamer.updated_at)
  );
$$;
