-- One donation, for whoever may see it.
create or replace function donations.donation_for(_donation_ref text, _acting_owner text)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  _donation donations.donation_messages;
begin
  select * into _donation
  from donations.donation_messages
  where donation_ref = _donation_ref and (_acting_owner is null or streamer_ref = _acting_owner);
  if not found then
    perform platform.refuse('donation_not_found', jsonb_build_object('donation_ref', _donation_ref));
  end if;
  return donations.donation_view(_donation);
end
$$;

grant execute on function donations.donation_for(text, text) to saku_app;
