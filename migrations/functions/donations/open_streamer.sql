-- Opens a page on which somebody takes donations.
create or replace function donations.open_streamer(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _replay jsonb := platform.begin_write(_intent);
  _now timestamptz := platform.moment();
  _streamer donations.streamers;
begin
  if _replay is not null then
    return _replay;
  end if;

  insert into donations.streamers (streamer_ref, slug, display_name, currency, created_at, updated_at)
  values (
    _command ->> 'owner_ref', _command ->> 'slug', _command ->> 'display_name', _command ->> 'currency', _now, _now
  )
  on conflict do nothing
  returning * into _streamer;
  if not found then
    perform donations.refuse_taken(_command ->> 'owner_ref', _command ->> 'slug');
  end if;
  return donations.announce_streamer(_intent, 'streamer.opened', _streamer);
end
$$;

grant execute on function donations.open_streamer(jsonb, jsonb) to saku_app;
