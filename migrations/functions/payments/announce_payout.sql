-- The event of a payout's change: refs, amounts and states.
create or replace function payments.announce_payout(_payout payments.payouts, _event_type text, _traceparent text)
returns void
language sql
set search_path = ''
as $$
  select platform.append_event(
    jsonb_build_object('event_ref', platform.new_ref(), 'traceparent', _traceparent),
    _event_type, 'payout', _payout.payout_ref, _payout.version,
    payments.payout_view(_payout) - 'created_at' - 'updated_at' - 'attempts'
  );
$$;
