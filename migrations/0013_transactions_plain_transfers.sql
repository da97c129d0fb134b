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
  credential_refs text[],
  sources text[],
  destinations text[],
  amounts numeric[],
  currencies text[],
  "references" text[],
  descriptions text[],
  metadatas jsonb[]
);
