import { expect, it } from "vitest";
import { newOwner, openTestBank, operator, write } from "../../support/bank.ts";
import { applyCommands } from "../../support/commands.ts";

const bank = await openTestBank();

const setOverdraft = (walletRef: string, amount: bigint, currency = "IDR", once = write()) =>
  bank.wallets.setOverdraft(operator, {
    write: once,
    walletRef,
    overdraft: { amount, currency },
  });

async function withdraw(walletRef: string, amount: number, fields: Record<string, unknown> = {}) {
  const [reply] = await applyCommands(bank.appUrl, [
    { type: "WITHDRAWAL", amount, source_wallet_ref: walletRef, ...fields },
  ]);
  return reply;
}

it("lets a wallet go below zero as far as its overdraft, and no further", async () => {
  const owner = newOwner();
  const { wallet_ref: walletRef } = await bank.openWallet({ owner });
  expect(await withdraw(walletRef, 1)).toMatchObject({ code: "insufficient_funds" });

  const { result } = await setOverdraft(walletRef, 500n);
  expect(result).toMatchObject({ balance: "0", available: "0", overdraft: "500", version: 0 });
  expect((await withdraw(walletRef, 300))?.code).toBeUndefined();
  expect(await withdraw(walletRef, 201)).toMatchObject({ code: "insufficient_funds" });
  expect((await withdraw(walletRef, 200))?.code).toBeUndefined();
  expect(await bank.wallets.balance(owner, { walletRef, past: {} })).toMatchObject({
    balance: "-500",
    available: "-500",
    overdraft: "500",
  });
});

it("refuses to allow less than is used already, and says how much that is", async () => {
  const { wallet_ref: walletRef } = await bank.openWallet({ currency: "USD" });
  await setOverdraft(walletRef, 1_000n, "USD");
  await withdraw(walletRef, 250, { currency: "USD" });

  await expect(setOverdraft(walletRef, 249n, "USD")).rejects.toMatchObject({
    code: "overdraft_in_use",
    entry: { status: 409 },
    extensions: { available: "-2.50", overdraft: "2.49", currency: "USD" },
  });
  expect((await setOverdraft(walletRef, 250n, "USD")).result.overdraft).toBe("2.50");
});

it("takes an overdraft away again, announces each change and repeats an answer", async () => {
  const { wallet_ref: walletRef } = await bank.openWallet();
  const once = write();
  const first = await setOverdraft(walletRef, 500n, "IDR", once);
  expect((await setOverdraft(walletRef, 0n)).result.overdraft).toBe("0");
  expect(await setOverdraft(walletRef, 500n, "IDR", once)).toEqual({ ...first, isReplayed: true });

  expect(await withdraw(walletRef, 1)).toMatchObject({ code: "insufficient_funds" });
  expect(await bank.eventsOf(walletRef)).toEqual([
    "wallet.opened",
    "wallet.overdraft_set",
    "wallet.overdraft_set",
  ]);
});

it("gives no overdraft to a platform wallet, a closed one, a stranger or in another currency", async () => {
  const owner = newOwner();
  const { wallet_ref: walletRef } = await bank.openWallet({ owner });
  const platform = await bank.openWallet({ type: "PLATFORM" });
  const refused = (code: string) => expect.objectContaining({ name: "Problem", code });

  await expect(setOverdraft(platform.wallet_ref, 1n)).rejects.toEqual(
    refused("not_for_platform_wallets"),
  );
  await expect(setOverdraft(walletRef, 1n, "USD")).rejects.toEqual(
    refused("wallet_currency_differs"),
  );
  const byStranger = { write: write(), walletRef, overdraft: { amount: 1n, currency: "IDR" } };
  await expect(bank.wallets.setOverdraft(newOwner(), byStranger)).rejects.toEqual(
    refused("wallet_not_found"),
  );
  await bank.wallets.close(owner, { write: write(), walletRef });
  await expect(setOverdraft(walletRef, 1n)).rejects.toEqual(refused("wallet_closed"));
});

it("never lets a wallet fall below what it may, whatever races the lowering of its overdraft", async () => {
  for (let round = 0; round < 8; round += 1) {
    const { wallet_ref: walletRef } = await bank.openWallet();
    await setOverdraft(walletRef, 100n);
    await Promise.allSettled([withdraw(walletRef, 100), setOverdraft(walletRef, 0n)]);
    const { available, overdraft } = await bank.wallets.balance(operator, { walletRef, past: {} });
    expect([available, overdraft]).toEqual(available === "0" ? ["0", "0"] : ["-100", "100"]);
  }
});
