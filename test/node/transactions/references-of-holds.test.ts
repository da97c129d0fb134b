import { afterAll, describe, expect, it } from "vitest";
import { openTestBank, operator } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { applied, createMover } from "../../support/mover.ts";
import { newRef } from "../../support/refs.ts";

const bank = await openTestBank();
const move = createMover(bank.transactions);

afterAll(async () => {
  expect(await bank.ledger.verifyBooks()).toMatchObject({ ok: true });
});

const idr = (amount: string) => ({ amount, currency: "IDR" });
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

/** A promise under a reference, whose time has passed. */
async function openLapsed(captured?: string) {
  const [payer, payee] = [
    (await bank.openWallet()).wallet_ref,
    (await bank.openWallet()).wallet_ref,
  ];
  applied(await move.topUp({ wallet_ref: payer, ...idr("100") }));
  const sides = { source_wallet_ref: payer, destination_wallet_ref: payee };
  const reference = newRef();
  const held = applied(
    await move.transfer({
      ...sides,
      ...idr("100"),
      hold: true,
      expires_at: inAnHour(),
      reference,
    }),
  );
  if (captured !== undefined)
    applied(await move.capture(held.transaction_ref, { amount: captured }));
  await queryAs(
    bank.ownerUrl,
    `update ledger.holds set expires_at = clock_timestamp() - interval '1 second'
     where transaction_ref = $1`,
    [held.transaction_ref],
  );
  return { ref: held.transaction_ref, sides, reference };
}

const sweep = () => bank.transactions.expireHolds();
const nobody = async () => 0;

describe.each([
  ["and was swept", sweep],
  ["and that nobody has swept", nobody],
] as const)("a promise that has run out %s", (_name, come) => {
  it("has given its reference back, to another payment between the same wallets", async () => {
    const { ref, sides, reference } = await openLapsed();
    await come();
    applied(await move.transfer({ ...sides, ...idr("100"), reference }));
    expect((await bank.transactions.get(operator, ref)).failure?.code).toBe("hold_expired");
    expect(await bank.eventsOf(ref)).toEqual(["transaction.held", "transaction.expired"]);
  });

  it("has given it back to a payment between any others", async () => {
    const { ref, reference } = await openLapsed();
    await come();
    const wallet_ref = (await bank.openWallet()).wallet_ref;
    applied(await move.topUp({ wallet_ref, ...idr("1"), reference }));
    expect((await move.topUp({ wallet_ref, ...idr("1"), reference })).code).toBe("reference_taken");
    expect((await bank.transactions.get(operator, ref)).failure?.code).toBe("hold_expired");
  });

  it("has given it back to what is kept for its time, and to a rehearsal", async () => {
    const { reference } = await openLapsed();
    await come();
    const body = { wallet_ref: (await bank.openWallet()).wallet_ref, ...idr("1"), reference };
    applied(await move.topUp(body, { isDryRun: true }));
    applied(await move.topUp(body, { scheduledFor: inAnHour() }));
  });

  it("keeps it where a part of it was taken", async () => {
    const { ref, reference } = await openLapsed("10");
    await come();
    const body = { wallet_ref: (await bank.openWallet()).wallet_ref, ...idr("1"), reference };
    const { code, fields } = await move.topUp(body);
    expect([code, fields.taken_by]).toEqual(["reference_taken", ref]);
  });
});

it("a promise whose time has not come keeps its reference, and one that was given back does not", async () => {
  const wallet_ref = (await bank.openWallet()).wallet_ref;
  applied(await move.topUp({ wallet_ref, ...idr("1") }));
  const reference = newRef();
  const held = applied(
    await move.withdraw({ wallet_ref, ...idr("1"), hold: true, expires_at: inAnHour(), reference }),
  );
  expect((await move.topUp({ wallet_ref, ...idr("1"), reference })).code).toBe("reference_taken");
  applied(await move.void(held.transaction_ref));
  applied(await move.topUp({ wallet_ref, ...idr("1"), reference }));
});
