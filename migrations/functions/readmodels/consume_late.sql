-- Takes events that no queue brings a second time: those that were parked, and those that a sweep has found. Whoever takes
-- them may be lost before the other stores are told, so what they are to be told of is noted in the commit itself.
create or replace function readmodels.consume_late(_events json)
returns json
language plpgsql
security definer
set search_path = ''
as $$
declare
  _report json := readmodels.consume(_events);
begin
  perform readmodels.note_late_copies(store, _report) from unnest('{ANALYTICS,EDGE}'::text[]) as store;
  return _report;
end
$$;

grant execute on function readmodels.consume_late(json) to saku_app;
