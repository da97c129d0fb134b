-- Changes a page, if it is still the version that the caller saw. A setting that is named is replaced as a whole.
create or replace function donations.update_streamer(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _replay jsonb := platform.begin_write(_intent);
  _streamer donations.streamers;
begin
  if _replay is not null then
    return _replay;
  end if;
  _streamer := donations.lock_streamer(_intent, _command ->> 'streamer_ref');
  if _command ->> 'expected_version' is not null
    and _streamer.version <> (_command ->> 'expected_version')::bigint then
    perform platform.refuse('precondition_failed', jsonb_build_object(
      'streamer_ref', _streamer.streamer_ref, 'current_etag', format('"%s"', _streamer.version)
    ));
  end if;

  begin
    update donations.streamers
    set slug = coalesce(_command ->> 'slug', slug),
      display_name = coalesce(_command ->> 'display_name', display_name),
      settings = settings || (_command -> 'settings'),
      version = version + 1,
      updated_at = greatest(platform.moment(), updated_at)
    where id = _streamer.id
    returning * into _streamer;
  exception
    when unique_violation then
      perform donations.refuse_taken(_streamer.streamer_ref, _command ->> 'slug');
  end;
  return donations.announce_streamer(_intent, 'streamer.updated', _streamer);
end
$$;

grant execute on function donations.update_streamer(jsonb, jsonb) to saku_app;
