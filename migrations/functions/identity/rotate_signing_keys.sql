-- The key that waits takes over. For the owner of the database alone: the application has no business with it.
-- Answers null when there is nothing to rotate to yet; the Worker makes the next key when it loads the keys again.
create or replace function identity.rotate_signing_keys(_published_at_least interval, _still_published interval)
returns text
language plpgsql
set search_path = ''
as $$
declare
  _now timestamptz := clock_timestamp();
  _ready boolean;
begin
  lock table identity.signing_keys in share row exclusive mode;
  -- Whoever keeps a copy of the published keys must have had the time to fetch it.
  select created_at + _published_at_least <= _now into _ready
  from identity.signing_keys
  where state = 'NEXT';
  if _ready is not true then
    return null;
  end if;
  perform identity.retire_signing_key(kid, _now + _still_published)
  from identity.signing_keys
  where state = 'ACTIVE';
  return identity.activate_next_key();
end
$$;
