-- Wallets whose copy at the edge somebody reads, and until when it is kept up. Each write to the edge is paid for, and most
-- wallets are looked at seldom.
create table readmodels.kept_copies (
  wallet_ref platform.ref primary key,
  kept_until timestamptz not null
);

create index kept_copies_by_end on readmodels.kept_copies (kept_until);
