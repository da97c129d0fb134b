-- A monitor is about one wallet that its maker may see, in the wallet's currency, with one balance and one sequence.
create or replace function webhooks.refuse_unwatchable(_intent jsonb, _command jsonb, _holdings jsonb)
returns void
language plpgsql
set search_path = ''
as $$
declare
  _wallet jsonb := jsonb_build_object('wallet_ref', _command ->> 'wallet_ref');
begin
  if _holdings is null
    or _intent ->> 'acting_owner' is not null and _holdings ->> 'owner_ref' <> _intent ->> 'acting_owner' then
    perform platform.refuse('monitored_wallet_not_found', _wallet);
  end if;
  if _holdings ->> 'currency' <> _command ->> 'currency' then
    perform platform.refuse('monitor_currency_differs', _wallet || jsonb_build_object('currency', _holdings ->> 'currency'));
  end if;
  if _holdings ->> 'type' = 'PLATFORM' then
    perform platform.refuse('platform_wallet_unwatchable', _wallet);
  end if;
end
$$;
