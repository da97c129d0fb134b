-- Announces what happened to a donation, in the commit in which it happened.
create or replace function donations.announce_donation(
  _intent jsonb, _event_type text, _donation donations.donation_messages
)
returns void
language sql
set search_path = ''
as $$
  select platform.append_event(
    _intent, _event_type, 'donation', _donation.donation_ref, _donation.version, donations.donation_facts(_donation)
  );
$$;
