import { expect, it } from "vitest";
import { currencyExponents } from "../../src/platform/currencies.ts";
import { readTree } from "./rules/tree.ts";

const migration = readTree().get("migrations/0002_platform_currencies.sql") ?? "";

it("gives every currency the decimals that the database gives it", () => {
  expect(currenciesOf(migration)).toEqual(new Map([...currencyExponents].toSorted()));
});

it("reads currencies out of a migration", () => {
  const sql = "select code, 2 from unnest(string_to_array('EUR '\n 'USD', ' ')) code; ('BTC', 8)";
  expect([...currenciesOf(sql)]).toEqual([
    ["BTC", 8],
    ["EUR", 2],
    ["USD", 2],
  ]);
});

function currenciesOf(sql: string): Map<string, number> {
  const lists = sql.matchAll(
    /select code, (\d+)\s+from unnest\(string_to_array\(([^)]*?),\s*' '\)/g,
  );
  const listed = [...lists].flatMap(([, exponent = "", codes = ""]) =>
    codes.split(/[\s']+/).flatMap((code) => (code ? [[code, Number(exponent)] as const] : [])),
  );
  const single = [...sql.matchAll(/\('([A-Z0-9]{3,5})', (\d+)\)/g)].map(
    ([, code = "", exponent]) => [code, Number(exponent)] as const,
  );
  return new Map([...listed, ...single].toSorted());
}
