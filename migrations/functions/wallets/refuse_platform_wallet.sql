-- The platform's wallets count their entries in several sequences at once, so that nobody waits for anybody there. What
-- needs one sequence, or one place to compare with a bound, cannot be asked of them.
create or replace function wallets.refuse_platform_wallet(_wallet wallets.wallets)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if _wallet.type = 'PLATFORM' then
    perform platform.refuse('not_for_platform_wallets', jsonb_build_object('wallet_ref', _wallet.wallet_ref));
  end if;
end
$$;
