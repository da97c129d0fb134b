-- The manifest is written: the copy is whole, if every entry is in a part.
create or replace function audit.finish_export(_month date, _manifest_key text, _manifest_hash text)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  update audit.archives
  set state = 'EXPORTED', manifest_key = _manifest_key, manifest_hash = decode(_manifest_hash, 'hex'),
    exported_at = clock_timestamp()
  where month = _month and state = 'EXPORTING'
    and entries = (select sum(entries) from audit.archive_parts where archive_parts.month = _month);
  if not found then
    raise exception 'The copy of % is not whole, or was finished already.', _month using errcode = 'object_not_in_prerequisite_state';
  end if;
end
$$;

grant execute on function audit.finish_export(date, text, text) to saku_app;
