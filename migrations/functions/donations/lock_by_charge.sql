-- The donation of a charge, held until the commit together with its streamer; all null for a charge that is for
-- something else. The streamer is locked first, everywhere, so that nobody waits in a circle.
create or replace function donations.lock_by_charge(_charge_ref text)
returns donations.donation_messages
language plpgsql
set search_path = ''
as $$
declare
  _donation donations.donation_messages;
begin
  select * into _donation from donations.donation_messages where charge_ref = _charge_ref;
  if found then
    perform 1 from donations.streamers where streamer_ref = _donation.streamer_ref for update;
    select * into strict _donation from donations.donation_messages where id = _donation.id for update;
  end if;
  return _donation;
end
$$;
