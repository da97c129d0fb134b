-- A wallet as commands answer it and idempotency keys remember it: refs only.
create or replace function wallets.wallet_view(_wallet wallets.wallets)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'wallet_ref', _wallet.wallet_ref,
    'owner_ref', _wallet.owner_ref,
    'type', _wallet.type,
    'currency', _wallet.currency,
    'name', _wallet.name,
    'slug', _wallet.slug,
    'status', _wallet.status,
    'freeze_mode', _wallet.freeze_mode,
    'version', _wallet.version,
    'created_at', platform.to_rfc3339(_wallet.created_at),
    'updated_at', platform.to_rfc3339(_wallet.updated_at),
    'closed_at', platform.to_rfc3339(_wallet.closed_at)
  );
$$;
