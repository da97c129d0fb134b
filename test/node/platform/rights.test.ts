import { expect, it } from "vitest";
import { openTestBank } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";

const bank = await openTestBank();
const wallet = await bank.openWallet();

it.each([
  "insert into wallets.wallets default values",
  "update wallets.wallets set name = 'Mine'",
  "delete from wallets.wallets",
  "truncate ledger.balances",
  "update ledger.balances set posted_credits = 1000000",
  "insert into platform.outbox_events default values",
  "delete from platform.idempotency_keys",
  "select reply from platform.idempotency_keys",
  "update platform.currencies set exponent = 0",
  "select ledger.open_account('0', 'WALLET', '0', 'IDR', 0)",
  "select ledger.block_account('0', false, false)",
  "select platform.append_event('{}', 'a.b', 'a', '0', 1, '{}')",
  "select platform.refuse('x')",
  "create table public.mine ()",
  "create schema mine",
  "select * from migrations.applied_files",
  "set role saku_owner",
])("keeps the application role from: %s", async (statement) => {
  await expect(queryAs(bank.appUrl, statement)).rejects.toMatchObject({ code: "42501" });
});

it("lets the application role read what its verbs read", async () => {
  const rows = await queryAs(bank.appUrl, "select wallet_ref from wallets.wallets");
  expect(rows).toEqual([{ wallet_ref: wallet.wallet_ref }]);
});

it("has no role that is a superuser but the cluster's own", async () => {
  const rows = await queryAs(
    bank.ownerUrl,
    "select rolname, rolsuper, rolbypassrls from pg_roles where rolname like 'saku\\_%' order by rolname",
  );
  expect(rows).toEqual([
    { rolname: "saku_app", rolsuper: false, rolbypassrls: false },
    { rolname: "saku_owner", rolsuper: false, rolbypassrls: false },
  ]);
});

it("gives the application role time limits below Neon's own", async () => {
  const [row] = await queryAs(
    bank.appUrl,
    "select current_setting('statement_timeout') as statement, current_setting('transaction_timeout') as transaction",
  );
  expect(row).toEqual({ statement: "14s", transaction: "14s" });
});
