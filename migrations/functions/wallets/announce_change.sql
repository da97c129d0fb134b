-- The end of every change: its event and its remembered reply. Names and slugs are people's words, and stay out of
-- events.
create or replace function wallets.announce_change(_intent jsonb, _event_type text, _wallet wallets.wallets)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  _view jsonb := wallets.wallet_view(_wallet);
begin
  perform platform.append_event(
    _intent, _event_type, 'wallet', _wallet.wallet_ref, _wallet.version,
    _view - 'name' - 'slug' || jsonb_build_object('acted_by', _intent ->> 'scope')
  );
  return platform.end_write(_intent, _view);
end
$$;
