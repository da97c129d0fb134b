-- How many seconds to wait before something more may be sent to an address or number for a purpose; null for none. Nobody's
-- mailbox is filled by a stranger: one message a minute, five an hour of each purpose, so that whoever asks for codes
-- in somebody's name leaves them those that they ask for themselves. A message whose code came back was wanted, and counts
-- no more. Two that ask at one moment meet in the lock.
create or replace function identity.pause_of(_destination_hash bytea, _purpose text)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  _now timestamptz;
  _times timestamptz[];
begin
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('identity ' || encode(_destination_hash, 'hex'), 0));
  _now := platform.moment();
  select array_agg(created_at order by created_at desc) into _times
  from (
    select created_at from identity.user_otps
    where destination_hash = _destination_hash and purpose = _purpose and created_at > _now - interval '1 hour'
      and used_at is null
    union all
    select created_at from identity.password_reset_requests
    where _purpose = 'PASSWORD_RESET' and destination_hash = _destination_hash
      and created_at > _now - interval '1 hour' and used_at is null
  ) as sent;
  return nullif(ceil(greatest(
    extract(epoch from _times[1] + interval '60 seconds' - _now),
    extract(epoch from _times[5] + interval '1 hour' - _now),
    0
  )), 0);
end
$$;
