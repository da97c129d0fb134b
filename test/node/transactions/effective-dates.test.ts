import { expect, it } from "vitest";
import { newRef, openTestBank, operator } from "../../support/bank.ts";
import { openCustomers } from "../../support/customers.ts";
import { applied, createMover } from "../../support/mover.ts";

const bank = await openTestBank();
const move = createMover(bank.transactions);
const idr = (amount: string) => ({ amount, currency: "IDR" });
const balanceOf = async (walletRef: string) =>
  (await bank.wallets.balance(operator, { walletRef, past: {} })).balance;

it("lets nobody but an operator choose when an entry counts, so that nobody has spent what was not there yet", async () => {
  const { ana, hers, his, pay } = await openCustomers(bank, move);
  const born = new Date(Date.now() - 86_400_000).toISOString();
  for (const effective_at of [born, new Date(Date.now() + 86_400_000).toISOString()]) {
    const key = newRef();
    for (const how of [{ key }, { isDryRun: true }, { scheduledFor: "2030-01-01T00:00:00Z" }]) {
      const dated = await move.transfer(
        { ...pay, ...idr("10"), effective_at },
        { ...how, caller: ana },
      );
      expect(dated.code).toBe("not_yours_to_date");
    }
    // Nothing is remembered of it: the key is free.
    applied(await move.transfer({ ...pay, ...idr("10") }, { key, caller: ana }));
  }
  applied(await move.transfer({ ...pay, ...idr("10"), effective_at: born }));
  expect([await balanceOf(hers), await balanceOf(his)]).toEqual(["970", "30"]);
});
