import { expect, it } from "vitest";
import { newRef, openTestBank } from "../../support/bank.ts";
import { applyCommands } from "../../support/commands.ts";

const bank = await openTestBank();
const open = async () => (await bank.openWallet()).wallet_ref;

it.each([
  ["in the order of their keys", ["a", "b", "c", "d"]],
  ["against the order of their keys", ["d", "c", "b", "a"]],
])("does and answers the transfers of a batch in their places, %s", async (_name, names) => {
  const [source, destination, run] = [await open(), await open(), newRef()];
  await applyCommands(bank.appUrl, [{ type: "TOPUP", amount: 30, destination_wallet_ref: source }]);
  const sides = { source_wallet_ref: source, destination_wallet_ref: destination };
  const batch = names.map((name, place) => ({
    type: "TRANSFER",
    transaction_ref: newRef(),
    key: `${run}.${name}`,
    amount: (place + 1) * 10,
    ...sides,
  }));

  const replies = await applyCommands(bank.appUrl, batch);

  const refs = batch.map(({ transaction_ref }) => transaction_ref);
  expect(replies.map(({ transaction_ref }) => transaction_ref)).toEqual(refs);
  // The first two take all that there is.
  const codes = replies.map(({ code }) => code ?? null);
  expect(codes).toEqual([null, null, "insufficient_funds", "insufficient_funds"]);
});

it("does and answers them in their places when they have references, too", async () => {
  const [source, destination] = [await open(), await open()];
  await applyCommands(bank.appUrl, [
    { type: "TOPUP", amount: 100, destination_wallet_ref: source },
  ]);
  const references = ["z", "m", "a"].map((name) => `${name} ${newRef()}`);
  const batch = references.map((reference, place) => ({
    type: "TRANSFER",
    transaction_ref: newRef(),
    reference,
    amount: place + 1,
    source_wallet_ref: source,
    destination_wallet_ref: destination,
  }));

  const replies = await applyCommands(bank.appUrl, batch);

  const told = replies.map(({ transaction_ref, amount }) => [transaction_ref, amount]);
  expect(told).toEqual(batch.map(({ transaction_ref, amount }) => [transaction_ref, `${amount}`]));
});
