const refs = (...names: readonly string[]) => names.map((name) => `${name} FixedString(26)`);
const words = (...names: readonly string[]) =>
  names.map((name) => `${name} LowCardinality(String)`);
// Eighteen decimals hold every currency's own, and fifty-eight digits before them every balance.
const amounts = (...names: readonly string[]) => names.map((name) => `${name} Decimal(76, 18)`);
const moments = (...names: readonly string[]) =>
  names.map((name) => `${name} DateTime64(3, 'UTC')`);

function tableOf(
  name: string,
  columns: readonly string[],
  { version, key }: { readonly version: string; readonly key: string },
): string {
  return `CREATE TABLE IF NOT EXISTS ${name} (\n  ${columns.join(",\n  ")}\n)
ENGINE = ReplacingMergeTree(${version}) PARTITION BY toYYYYMM(created_at) ORDER BY (${key})`;
}

/** What an operator runs in ClickHouse once, before CLICKHOUSE_URL names it. Read with FINAL, or what was sent twice counts twice. */
export const analyticsTables: Readonly<Record<string, string>> = {
  transaction_facts: tableOf(
    "transaction_facts",
    [
      ...refs("transaction_ref"),
      "user_ref String",
      "wallet_ref String",
      ...amounts("amount", "reversed_amount"),
      ...words("currency", "type", "status", "failure_code"),
      "sequence UInt64",
      ...moments("created_at", "updated_at"),
      // Events may tell later whose it is than what became of it: of two rows that are else the same, that one is newer.
      "revision UInt64 MATERIALIZED sequence * 2 + (user_ref != '')",
    ],
    { version: "revision", key: "transaction_ref" },
  ),
  ledger_entries: tableOf(
    "ledger_entries",
    [
      ...refs("journal_ref", "transaction_ref", "account_ref"),
      "wallet_ref String",
      ...words("transaction_type", "entry_type", "currency"),
      "stripe UInt16",
      "version UInt64",
      ...amounts("amount", "balance_after"),
      ...moments("created_at"),
    ],
    { version: "version", key: "account_ref, stripe, version" },
  ),
};
