-- The end of every change of a page: its event and its remembered reply. Names, rules and words stay out of events.
create or replace function donations.announce_streamer(_intent jsonb, _event_type text, _streamer donations.streamers)
returns jsonb
language plpgsql
set search_path = ''
as $$
begin
  perform platform.append_event(
    _intent, _event_type, 'streamer', _streamer.streamer_ref, _streamer.version,
    jsonb_build_object(
      'streamer_ref', _streamer.streamer_ref,
      'currency', _streamer.currency,
      'version', _streamer.version,
      'updated_at', platform.to_rfc3339(_streamer.updated_at)
    )
  );
  return platform.end_write(_intent, donations.streamer_view(_streamer));
end
$$;
