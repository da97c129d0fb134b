-- Renames a wallet, if it is still the version that the caller saw.
create or replace function wallets.update_wallet(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _replay jsonb := platform.begin_write(_intent);
  _wallet wallets.wallets;
begin
  if _replay is not null then
    return _replay;
  end if;
  _wallet := wallets.lock_wallet(_intent, _command ->> 'wallet_ref');
  if _command ->> 'expected_version' is not null
    and _wallet.version <> (_command ->> 'expected_version')::bigint then
    perform platform.refuse('precondition_failed', jsonb_build_object(
      'wallet_ref', _wallet.wallet_ref, 'current_etag', format('"%s"', _wallet.version)
    ));
  end if;
  if _wallet.status = 'CLOSED' then
    perform platform.refuse('wallet_closed', jsonb_build_object('wallet_ref', _wallet.wallet_ref));
  end if;

  begin
    update wallets.wallets
    set name = coalesce(_command ->> 'name', name),
      slug = coalesce(_command ->> 'slug', slug),
      version = version + 1,
      updated_at = greatest(clock_timestamp(), updated_at)
    where id = _wallet.id
    returning * into _wallet;
  exception
    when unique_violation then
      perform wallets.refuse_duplicate(_command || jsonb_build_object('owner_ref', _wallet.owner_ref));
  end;
  return wallets.announce_change(_intent, 'wallet.updated', _wallet);
end
$$;

grant execute on function wallets.update_wallet(jsonb, jsonb) to saku_app;
