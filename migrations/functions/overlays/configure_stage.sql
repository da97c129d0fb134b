-- Sets how a streamer's queue is played, all of it at once.
create or replace function overlays.configure_stage(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _replay jsonb := platform.begin_write(_intent);
  _stage overlays.stages;
  _settings jsonb;
begin
  if _replay is not null then
    return _replay;
  end if;
  insert into overlays.stages as stage (
    streamer_ref, gap_ms, play_order, backlog, max_age_s, version, updated_at
  )
  values (
    _command ->> 'streamer_ref', (_command ->> 'gap_ms')::integer, _command ->> 'order', _command ->> 'backlog',
    (_command ->> 'max_age_s')::integer, 1, platform.moment()
  )
  on conflict (streamer_ref) do update
  set gap_ms = excluded.gap_ms, play_order = excluded.play_order, backlog = excluded.backlog,
    max_age_s = excluded.max_age_s, version = stage.version + 1,
    updated_at = greatest(excluded.updated_at, stage.updated_at)
  returning * into _stage;

  _settings := jsonb_build_object(
    'gap_ms', _stage.gap_ms, 'order', _stage.play_order, 'backlog', _stage.backlog, 'max_age_s', _stage.max_age_s
  );
  perform platform.append_event(
    _intent, 'stage.configured', 'stage', _stage.streamer_ref, _stage.version,
    _settings || jsonb_build_object('streamer_ref', _stage.streamer_ref)
  );
  return platform.end_write(_intent, _settings);
end
$$;

grant execute on function overlays.configure_stage(jsonb, jsonb) to saku_app;
