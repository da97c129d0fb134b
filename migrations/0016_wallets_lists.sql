create index wallets_by_slug on wallets.wallets (slug, wallet_ref);
