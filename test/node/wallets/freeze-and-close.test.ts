import { expect, it } from "vitest";
import { newOwner, openTestBank, write } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";

const bank = await openTestBank();

const refusal = (code: string) => expect.objectContaining({ name: "Problem", code });

it.each([
  ["ALL", true, true],
  ["DEBIT_ONLY", true, false],
  ["CREDIT_ONLY", false, true],
] as const)("blocks the account of a wallet frozen with %s", async (mode, debit, credit) => {
  const owner = newOwner();
  const { wallet_ref: walletRef } = await bank.openWallet({ owner });
  const frozen = await bank.wallets.freeze(owner, { write: write(), walletRef, mode });

  expect(frozen.result).toMatchObject({ status: "FROZEN", freeze_mode: mode, version: 2 });
  expect(await blocksOf(walletRef)).toEqual({
    debit_blocked: debit,
    credit_blocked: credit,
    closed: false,
  });

  await bank.wallets.unfreeze(owner, { write: write(), walletRef });
  expect(await blocksOf(walletRef)).toEqual({
    debit_blocked: false,
    credit_blocked: false,
    closed: false,
  });
  expect(await bank.eventsOf(walletRef)).toEqual([
    "wallet.opened",
    "wallet.frozen",
    "wallet.unfrozen",
  ]);
});

it("changes the mode of a frozen wallet, and refuses the mode that it has", async () => {
  const owner = newOwner();
  const { wallet_ref: walletRef } = await bank.openWallet({ owner });
  const freeze = (mode: "ALL" | "DEBIT_ONLY") =>
    bank.wallets.freeze(owner, { write: write(), walletRef, mode });

  await freeze("ALL");
  expect((await freeze("DEBIT_ONLY")).result.freeze_mode).toBe("DEBIT_ONLY");
  await expect(freeze("DEBIT_ONLY")).rejects.toEqual(refusal("wallet_frozen"));
});

it("closes an empty wallet for ever", async () => {
  const owner = newOwner();
  const { wallet_ref: walletRef } = await bank.openWallet({ owner });
  const closed = await bank.wallets.close(owner, { write: write(), walletRef });

  expect(closed.result.status).toBe("CLOSED");
  expect(closed.result.closed_at).not.toBeNull();
  expect(await blocksOf(walletRef)).toMatchObject({ closed: true });
  const again = { write: write(), walletRef };
  await expect(bank.wallets.close(owner, again)).rejects.toEqual(refusal("wallet_closed"));
  await expect(bank.wallets.freeze(owner, { ...again, mode: "ALL" })).rejects.toEqual(
    refusal("wallet_closed"),
  );
  await expect(
    bank.wallets.update(owner, { ...again, expectedVersion: null, name: "Again" }),
  ).rejects.toEqual(refusal("wallet_closed"));
});

it("refuses to close a frozen wallet, which is somebody's open question", async () => {
  const owner = newOwner();
  const { wallet_ref: walletRef } = await bank.openWallet({ owner });
  await bank.wallets.freeze(owner, { write: write(), walletRef, mode: "ALL" });

  await expect(bank.wallets.close(owner, { write: write(), walletRef })).rejects.toEqual(
    refusal("wallet_frozen"),
  );
});

it("refuses to close a wallet that holds money, and says how much", async () => {
  const owner = newOwner();
  const { wallet_ref: walletRef } = await bank.openWallet({ owner, currency: "USD" });
  await queryAs(
    bank.ownerUrl,
    `update ledger.balances set posted_credits = 1050, pending_debits = 5
     where account_id = (select id from ledger.accounts where owner_ref = $1)`,
    [walletRef],
  );

  await expect(bank.wallets.close(owner, { write: write(), walletRef })).rejects.toMatchObject({
    code: "account_not_empty",
    extensions: { balance: "10.50", pending_in: "0.00", pending_out: "0.05", currency: "USD" },
  });
});

it("never brings a closed wallet back, whatever races its closing", async () => {
  for (let round = 0; round < 10; round += 1) {
    const owner = newOwner();
    const { wallet_ref: walletRef } = await bank.openWallet({ owner });
    const answers = await Promise.allSettled([
      bank.wallets.close(owner, { write: write(), walletRef }),
      bank.wallets.freeze(owner, { write: write(), walletRef, mode: "ALL" }),
      bank.wallets.update(owner, {
        write: write(),
        walletRef,
        expectedVersion: null,
        name: "Other",
      }),
    ]);
    const wallet = await bank.wallets.get(owner, walletRef);
    const isClosed = answers[0].status === "fulfilled";
    expect(wallet.status).toBe(isClosed ? "CLOSED" : "FROZEN");
    expect(answers[1].status).toBe(isClosed ? "rejected" : "fulfilled");
    expect(await bank.eventsOf(walletRef)).toHaveLength(wallet.version);
  }
});

function blocksOf(walletRef: string) {
  return queryAs(
    bank.ownerUrl,
    "select debit_blocked, credit_blocked, closed from ledger.accounts where owner_ref = $1",
    [walletRef],
  ).then(([row]) => row);
}
