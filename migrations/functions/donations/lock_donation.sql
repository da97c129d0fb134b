-- Finds a donation of a streamer that this caller may act for, and holds it until the commit.
create or replace function donations.lock_donation(_intent jsonb, _donation_ref text)
returns donations.donation_messages
language plpgsql
set search_path = ''
as $$
declare
  _donation donations.donation_messages;
begin
  select * into _donation
  from donations.donation_messages
  where donation_ref = _donation_ref
    and (_intent ->> 'acting_owner' is null or streamer_ref = _intent ->> 'acting_owner')
  for update;
  if not found then
    perform platform.refuse('donation_not_found', jsonb_build_object('donation_ref', _donation_ref));
  end if;
  return _donation;
end
$$;
