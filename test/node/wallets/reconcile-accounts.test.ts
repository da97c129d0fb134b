import { expect, it } from "vitest";
import { openTestBank, operator, write } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";

it("finds nothing in a bank that only its functions have touched, and records that it looked", async () => {
  const bank = await openTestBank();
  const wallets = await Promise.all(
    ["ALL", "DEBIT_ONLY", "CREDIT_ONLY"].map(() => bank.openWallet()),
  );
  const [frozen, closed] = wallets.map((wallet) => wallet.wallet_ref);
  await bank.wallets.freeze(operator, {
    write: write(),
    walletRef: String(frozen),
    mode: "CREDIT_ONLY",
  });
  await bank.wallets.close(operator, { write: write(), walletRef: String(closed) });

  expect(await bank.wallets.reconcileAccounts()).toEqual({
    checked: 3,
    unownedAccounts: 0,
    faults: [],
  });
  const runs = await queryAs(
    bank.ownerUrl,
    "select job, is_clean, findings from platform.job_runs",
  );
  expect(runs).toEqual([
    {
      job: "wallets.reconcile_accounts",
      is_clean: true,
      findings: { checked: 3, unownedAccounts: 0, faults: [] },
    },
  ]);
});

it.each([
  ["account_missing", "delete from ledger.balances; delete from ledger.accounts"],
  ["balance_missing", "delete from ledger.balances"],
  ["owner_differs", "update ledger.accounts set owner_ref = '01JD3Z8K4M6N7P8Q9R0S1T2V3W'"],
  ["currency_differs", "update ledger.accounts set currency = 'USD'"],
  ["closed_differs", "update ledger.accounts set closed = true"],
  ["blocks_differ", "update ledger.accounts set credit_blocked = true"],
])("finds %s, and names the wallet", async (fault, tampering) => {
  const bank = await openTestBank();
  const wallet = await bank.openWallet();
  await queryAs(bank.ownerUrl, tampering);

  const findings = await bank.wallets.reconcileAccounts();

  expect(findings.faults).toEqual([{ owner_ref: wallet.wallet_ref, fault }]);
  const [run] = await queryAs(bank.ownerUrl, "select is_clean from platform.job_runs");
  expect(run).toEqual({ is_clean: false });
});

it("counts an account that no wallet names", async () => {
  const bank = await openTestBank();
  await bank.openWallet();
  await queryAs(bank.ownerUrl, "delete from wallets.wallets");

  expect(await bank.wallets.reconcileAccounts()).toMatchObject({ checked: 0, unownedAccounts: 1 });
});
