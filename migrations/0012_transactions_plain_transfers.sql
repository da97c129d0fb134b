-- What passes between the functions of batches that are nothing but transfers between wallets.

-- The locked accounts of wallets that nothing stands in the way of but money, each in its place of every list but the last
-- two, which say for each transfer where its sides lie.
create type ledger.plain_accounts as (
  moment timestamptz,
  ids uuid[],
  rows_at tid[],
  account_refs text[],
  units numeric[],
  balances numeric[],
  availables numeric[],
  floors numeric[],
  versions bigint[],
  sources integer[],
  destinations integer[]
);

-- What transfers between such accounts left, in lists as long as the batch. A shortage is what there was to take where that
-- was too little, and null where the transfer was made.
create type ledger.plain_outcome as (
  shortages numeric[],
  source_balances numeric[],
  source_availables numeric[],
  source_versions bigint[],
  destination_balances numeric[],
  destination_availables numeric[],
  destination_versions bigint[]
);

-- A batch of nothing but transfers between wallets: one list a field, all as long as the batch.
create type transactions.plain_transfers as (
  transaction_refs text[],
  journal_refs text[],
  event_refs text[],
  traceparents text[],
  scopes text[],
  keys text[],
  operations text[],
  request_hashes text[],
  acting_owners text[],
  sources text[],
  destinations text[],
  amounts numeric[],
  currencies text[],
  "references" text[],
  descriptions text[],
  metadatas jsonb[]
);
