-- What webhooks make of events: deliveries to those who asked for them, monitors that trigger, endpoints that end with the
-- authority of their owners. All of it commits with the positions of the group.
create or replace function webhooks.consume(_events json)
returns json
language plpgsql
security definer
set search_path = ''
as $$
declare
  _taken platform.published_event[] := platform.admit_events('webhooks', _events);
begin
  if cardinality(_taken) = 0 then
    return json_build_object('deliveries', 0, 'triggered', 0);
  end if;
  perform webhooks.end_authority(_taken);
  return json_build_object(
    'deliveries', webhooks.note_deliveries(_taken), 'triggered', webhooks.check_monitors(_taken)
  );
end
$$;

grant execute on function webhooks.consume(json) to saku_app;
