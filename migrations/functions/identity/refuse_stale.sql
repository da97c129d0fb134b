-- Refuses a change that was made for another version than the present one. Without an expected version any will do.
create or replace function identity.refuse_stale(_version bigint, _command jsonb)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if _version <> (_command ->> 'expected_version')::bigint then
    perform platform.refuse('precondition_failed', jsonb_build_object('current_etag', format('"%s"', _version)));
  end if;
end
$$;
