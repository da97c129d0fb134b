-- The end of every change of what a wallet may do: it counts as a change of the wallet, so that the sequence of the
-- wallet's events stays its version; its event; and its remembered reply.
create or replace function wallets.announce_setting(
  _intent jsonb, _event_type text, _wallet wallets.wallets, _payload jsonb, _reply jsonb
)
returns jsonb
language plpgsql
set search_path = ''
as $$
begin
  update wallets.wallets
  set version = version + 1, updated_at = greatest(clock_timestamp(), updated_at)
  where id = _wallet.id
  returning * into _wallet;
  perform platform.append_event(
    _intent, _event_type, 'wallet', _wallet.wallet_ref, _wallet.version,
    jsonb_build_object(
      'wallet_ref', _wallet.wallet_ref, 'version', _wallet.version, 'acted_by', _intent ->> 'scope'
    ) || _payload
  );
  return platform.end_write(_intent, jsonb_build_object('wallet_ref', _wallet.wallet_ref) || _reply);
end
$$;
