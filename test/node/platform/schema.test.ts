import { getTableColumns, is } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { expect, it } from "vitest";
import * as audit from "../../../src/audit/schema.ts";
import * as ledger from "../../../src/ledger/schema.ts";
import { overlays, stages } from "../../../src/overlays/schema.ts";
import { currencyExponents } from "../../../src/platform/currencies.ts";
import * as transactions from "../../../src/transactions/schema.ts";
import { wallets } from "../../../src/wallets/schema.ts";
import { openTestBank } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";

const bank = await openTestBank();

it.each(
  [
    wallets,
    ...Object.values(audit).filter((table) => is(table, PgTable)),
    overlays,
    stages,
    ...Object.values(ledger).filter((table) => is(table, PgTable)),
    ...Object.values(transactions).filter((table) => is(table, PgTable)),
  ].map((table) => {
    const { schema, name } = getTableConfig(table);
    return [`${schema}.${name}`, table] as const;
  }),
)("types %s as Postgres has it", async (qualified, table) => {
  const rows = await queryAs<{ name: string; type: string; is_nullable: boolean }>(
    bank.ownerUrl,
    `select attname as name, format_type(coalesce(nullif(typbasetype, 0), atttypid),
       case when typbasetype = 0 then atttypmod else typtypmod end) as type, not attnotnull as is_nullable
     from pg_attribute join pg_type on pg_type.oid = atttypid
     where attrelid = $1::regclass and attnum > 0 and not attisdropped`,
    [qualified],
  );
  const inPostgres = Object.fromEntries(rows.map((row) => [row.name, [row.type, row.is_nullable]]));
  expect(typedColumnsOf(table)).toEqual(inPostgres);
});

function typedColumnsOf(table: PgTable) {
  return Object.fromEntries(
    Object.values(getTableColumns(table)).map((column) => [
      column.name,
      [
        column
          .getSQLType()
          .replace(", ", ",")
          .replace(/^numeric\(38\)$/, "numeric(38,0)"),
        !column.notNull,
      ],
    ]),
  );
}

it("knows the same currencies in the Worker and in Postgres", async () => {
  const rows = await queryAs<{ code: string; exponent: number }>(
    bank.ownerUrl,
    "select code, exponent from platform.currencies",
  );
  expect(new Map(rows.map(({ code, exponent }) => [code, exponent]))).toEqual(currencyExponents);
});

it.each([
  ["1050", "USD", "10.50"],
  ["15000", "IDR", "15000"],
  ["-5", "KWD", "-0.005"],
  ["0", "BTC", "0.00000000"],
  ["9".repeat(38), "ETH", `${"9".repeat(20)}.${"9".repeat(18)}`],
])("writes %s minor units of %s as %s in SQL too", async (amount, currency, text) => {
  const [row] = await queryAs(bank.ownerUrl, "select platform.to_decimal($1, $2) as text", [
    amount,
    currency,
  ]);
  expect(row).toEqual({ text });
});
