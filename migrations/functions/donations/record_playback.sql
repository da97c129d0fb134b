-- What became of a donation on the stage, once: a second word about it changes nothing. Null for one that is not there
-- or not paid, which no stage can have shown.
create or replace function donations.record_playback(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _donation donations.donation_messages;
  _ended_at timestamptz := date_trunc('milliseconds', (_command ->> 'ended_at')::timestamptz);
begin
  update donations.donation_messages
  set playback_outcome = _command ->> 'outcome',
    playback_reason = _command ->> 'reason',
    playback_ended_at = _ended_at,
    played_at = case when _command ->> 'outcome' = 'PLAYED' then _ended_at end,
    version = version + 1
  where donation_ref = _command ->> 'donation_ref' and paid_at is not null and playback_outcome is null
  returning * into _donation;
  if found then
    perform donations.announce_donation(_intent, 'donation.playback_ended', _donation);
  end if;
  return platform.end_write(_intent, jsonb_build_object('is_new', _donation.id is not null));
end
$$;

grant execute on function donations.record_playback(jsonb, jsonb) to saku_app;
