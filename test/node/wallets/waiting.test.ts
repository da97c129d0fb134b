import { Client } from "pg";
import { expect, it } from "vitest";
import { newOwner, openTestBank, write } from "../../support/bank.ts";

it("tells a request to come back when another holds its wallet for too long, and does nothing", async () => {
  const bank = await openTestBank();
  const owner = newOwner();
  const { wallet_ref: walletRef } = await bank.openWallet({ owner });
  const holder = new Client({ connectionString: bank.ownerUrl });
  await holder.connect();
  await holder.query("begin");
  await holder.query("select from wallets.wallets where wallet_ref = $1 for update", [walletRef]);
  const input = { write: write(), walletRef, mode: "ALL" } as const;

  await expect(bank.wallets.freeze(owner, input)).rejects.toMatchObject({
    code: "concurrent_request",
    entry: { status: 409 },
    headers: { "Retry-After": "1" },
  });
  await holder.end();

  expect((await bank.wallets.freeze(owner, input)).isReplayed).toBe(false);
  expect(await bank.eventsOf(walletRef)).toEqual(["wallet.opened", "wallet.frozen"]);
});
