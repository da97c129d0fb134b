-- Forgets a group of consumers that is not part of the Worker any more: nothing in the outbox waits for it from then on, and
-- what was parked for it is nobody's. What it has taken stays known, should it ever come back. Only the owner may, once no
-- deployment runs that knows the group: its relay would begin again.
create or replace function platform.forget_group(_group text)
returns void
language plpgsql
set search_path = ''
as $$
begin
  delete from platform.relay_positions where relay in (_group, 'sweep:' || _group);
  if not found then
    raise exception 'No group % was ever sent anything.', _group using errcode = 'no_data_found';
  end if;
  delete from platform.parked_events where consumer_group = _group;
  delete from platform.group_progress where consumer_group = _group;
end
$$;
