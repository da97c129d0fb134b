-- No entry goes without its hash, whoever writes it. The text is the one that audit.canonical gives of the row, put together
-- by hand: taking a row apart takes twice as long as all of this. Keys stand in the order of jsonb, shorter ones first. The
-- time zone is set only where it is another: doing so for each row costs more than the hash.
create or replace function audit.hash_entry()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if current_setting('timezone') <> 'UTC' then
    perform set_config('timezone', 'UTC', true);
  end if;
  new.entry_hash := sha256(convert_to(
    '{"action": ' || to_json(new.action)::text
      || ', "context": ' || to_json(new.context)::text
      || ', "outcome": ' || to_json(new.outcome)::text
      || ', "metadata": ' || jsonb_strip_nulls(new.metadata)::text
      || coalesce(', "trace_id": ' || to_json(new.trace_id)::text, '')
      || coalesce(', "actor_ref": ' || to_json(new.actor_ref)::text, '')
      || ', "event_ref": ' || to_json(new.event_ref)::text
      || ', "actor_type": ' || to_json(new.actor_type)::text
      || coalesce(', "entity_ref": ' || to_json(new.entity_ref)::text, '')
      || ', "event_type": ' || to_json(new.event_type)::text
      || coalesce(', "ip_address": ' || to_json(new.ip_address)::text, '')
      || coalesce(', "new_values": ' || jsonb_strip_nulls(new.new_values)::text, '')
      || coalesce(', "old_values": ' || jsonb_strip_nulls(new.old_values)::text, '')
      || coalesce(', "user_agent": ' || to_json(new.user_agent)::text, '')
      || ', "entity_type": ' || to_json(new.entity_type)::text
      || ', "occurred_at": ' || to_json(new.occurred_at)::text
      || ', "recorded_at": ' || to_json(new.recorded_at)::text || '}',
    'UTF8'
  ));
  return new;
end
$$;

create or replace trigger hash_entry before insert on audit.audit_logs
  for each row execute function audit.hash_entry();
