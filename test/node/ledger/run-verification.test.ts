import { expect, it } from "vitest";
import { runSchedule } from "../../../src/schedules.ts";
import { type Books, falsify, idOf, openBooks } from "../../support/books.ts";
import { queryAs } from "../../support/database.ts";

const runsOf = ({ bank }: Books) =>
  queryAs(
    bank.ownerUrl,
    `select job, is_clean, findings ->> 'entries' as entries, findings ->> 'broken_chains' as broken_chains
     from platform.job_runs where job = 'ledger.verify' order by started_at`,
  );

it("verifies the books every five minutes, and records what it found", async () => {
  const books = await openBooks();
  await runSchedule("*/5 * * * *", books.bank);
  await falsify(
    books,
    `update ledger.entries set balance_after = balance_after + 1
     where account_id = ${idOf(books.payer)} and account_version = 3`,
  );
  await runSchedule("*/5 * * * *", books.bank);

  expect(await runsOf(books)).toEqual([
    { job: "ledger.verify", is_clean: true, entries: "94", broken_chains: "0" },
    { job: "ledger.verify", is_clean: false, entries: "94", broken_chains: "2" },
  ]);
});

it("still verifies the books when the wallets could not be reconciled", async () => {
  const books = await openBooks();
  await queryAs(books.bank.ownerUrl, "drop function wallets.reconcile(text, integer)");

  await expect(runSchedule("*/5 * * * *", books.bank)).rejects.toThrow("wallets.reconcile");

  expect(await runsOf(books)).toHaveLength(1);
});
