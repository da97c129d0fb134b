-- Says which of an owner's wallets is in the way of a new or renamed one.
create or replace function wallets.refuse_duplicate(_command jsonb)
returns void
language plpgsql
set search_path = ''
as $$
declare
  _existing wallets.wallets;
begin
  select * into _existing
  from wallets.wallets
  where owner_ref = _command ->> 'owner_ref'
    and type = _command ->> 'type'
    and currency = _command ->> 'currency';
  if found then
    perform platform.refuse('wallet_exists', jsonb_build_object(
      'wallet_ref', _existing.wallet_ref, 'wallet_type', _existing.type, 'currency', _existing.currency
    ));
  end if;

  select * into strict _existing
  from wallets.wallets
  where owner_ref = _command ->> 'owner_ref' and slug = _command ->> 'slug';
  perform platform.refuse('wallet_slug_taken', jsonb_build_object(
    'wallet_ref', _existing.wallet_ref, 'slug', _existing.slug
  ));
end
$$;
