-- The manifest is written: the copy is whole.
create or replace function platform.outbox_finish_export(_month date, _manifest_key text, _manifest_hash text)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  update platform.outbox_archives
  set state = 'EXPORTED', manifest_key = _manifest_key, manifest_hash = decode(_manifest_hash, 'hex')
  where month = _month and state = 'EXPORTING';
  if not found then
    raise exception 'The copy of % was finished already.', _month using errcode = 'object_not_in_prerequisite_state';
  end if;
end
$$;

grant execute on function platform.outbox_finish_export(date, text, text) to saku_app;
