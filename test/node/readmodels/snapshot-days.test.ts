// Business days of a wallet that counts in stripes: none of them moves every day, and all of them count.
import { expect, it } from "vitest";
import { openTestBank } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { newRef } from "../../support/refs.ts";

it("closes a day with what each stripe last closed with, wherever a page begins", async () => {
  const bank = await openTestBank();
  const wallet = newRef();
  const days = [
    // [day, stripe, closing, debits, credits]; nothing ever happened on stripe 1.
    ["2026-03-01", 0, 100, 0, 100],
    ["2026-03-02", 2, 7, 0, 7],
    ["2026-03-04", 0, 60, 40, 0],
    ["2026-03-05", 0, 61, 0, 1],
    ["2026-03-05", 2, 5, 2, 0],
  ];
  await queryAs(
    bank.ownerUrl,
    `insert into readmodels.snapshots (wallet_ref, stripe, date, generation, currency, closing_balance, closing_version,
       total_debit, total_credit)
     select '${wallet}', (day ->> 1)::smallint, (day ->> 0)::date, 0, 'IDR', (day ->> 2)::numeric, 1, (day ->> 3)::numeric,
       (day ->> 4)::numeric
     from jsonb_array_elements('${JSON.stringify(days)}') as day`,
  );
  const rows = await queryAs(
    bank.ownerUrl,
    `select date::text, opening_balance::integer, closing_balance::integer
     from readmodels.daily_wallet_snapshot where wallet_ref = '${wallet}' and date < '2026-03-06' order by date desc`,
  );
  expect(rows).toEqual([
    { date: "2026-03-05", opening_balance: 67, closing_balance: 66 },
    { date: "2026-03-04", opening_balance: 107, closing_balance: 67 },
    { date: "2026-03-02", opening_balance: 100, closing_balance: 107 },
    { date: "2026-03-01", opening_balance: 0, closing_balance: 100 },
  ]);
});
