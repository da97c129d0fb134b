-- A donation for whoever has shown the key that it was accepted under.
create or replace function donations.accepted_donation(_donation_ref text)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select donations.donation_view(donation_messages)
  from donations.donation_messages
  where donation_ref = _donation_ref;
$$;

grant execute on function donations.accepted_donation(text) to saku_app;
