// What meets somebody else's unfinished work: a schedule, its running, and rehearsals.
import { afterAll, expect, it } from "vitest";
import { commandOf } from "../../../src/transactions/command.ts";
import type { Command } from "../../../src/transactions/index.ts";
import { openTestBank, operator, write } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { newCommand } from "../../support/lane-port.ts";
import { applied, createMover } from "../../support/mover.ts";
import { newRef } from "../../support/refs.ts";
import { openRival, openRivalLane, somebodyWaits } from "../../support/rival.ts";

const bank = await openTestBank();
const move = createMover(bank.transactions);

afterAll(async () => {
  expect(await bank.ledger.verifyBooks()).toMatchObject({ ok: true });
});

const idr = (amount: string) => ({ amount, currency: "IDR" });
const openRef = async () => (await bank.openWallet()).wallet_ref;
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
const balanceOf = (walletRef: string) => bank.wallets.balance(operator, { walletRef, past: {} });

async function openPair() {
  const [payer, payee] = [await openRef(), await openRef()];
  applied(await move.topUp({ wallet_ref: payer, ...idr("100") }));
  return { payer, payee, sides: { source_wallet_ref: payer, destination_wallet_ref: payee } };
}

/** Keeps a transfer for later, and has another lane do it now without committing it. */
async function runUncommitted(body: Record<string, unknown>) {
  const { transaction_ref: ref } = applied(await move.transfer(body, { scheduledFor: inAnHour() }));
  const [row] = await queryAs<{ command: Command }>(
    bank.ownerUrl,
    "select command from transactions.scheduled_commands where transaction_ref = $1",
    [ref],
  );
  if (!row) throw new Error("What is scheduled is kept.");
  return { ref, rival: await openRivalLane(bank.appUrl, [row.command]) };
}

it("reverses a scheduled transfer that is being done at this very moment", async () => {
  const { payer, payee, sides } = await openPair();
  const { ref, rival } = await runUncommitted({ ...sides, ...idr("40") });
  const reversed = move.reverse(ref);
  await somebodyWaits(bank.appUrl);
  await rival.end("commit");
  expect((await reversed).code).toBe("APPLIED");
  expect([(await balanceOf(payer)).balance, (await balanceOf(payee)).balance]).toEqual([
    "100",
    "0",
  ]);
});

it("reverses nothing of a scheduled transfer whose doing was given up", async () => {
  const { sides } = await openPair();
  const { ref, rival } = await runUncommitted({ ...sides, ...idr("40") });
  const reversed = move.reverse(ref);
  await somebodyWaits(bank.appUrl);
  await rival.end("rollback");
  expect((await reversed).code).toBe("transaction_not_reversible");
});

it("captures a scheduled hold that is being promised at this very moment, or says that there is none yet", async () => {
  const { payer, sides } = await openPair();
  const { ref, rival } = await runUncommitted({ ...sides, ...idr("40"), hold: true });
  const captured = move.capture(ref);
  await rival.end("commit");
  expect(["APPLIED", "transaction_not_a_hold"]).toContain((await captured).code);
  await move.capture(ref);
  expect((await balanceOf(payer)).balance).toBe("60");
});

/** The write of a schedule, as the verb makes it. */
function scheduleOf(walletRef: string, reference: string) {
  const command = commandOf(operator, write(newRef()), {
    type: "TOPUP",
    currency: "IDR",
    amount: "5",
    source_wallet_ref: null,
    destination_wallet_ref: walletRef,
    reference,
  });
  const intent = { ...command, event_ref: newRef(), key: newRef() };
  return [JSON.stringify(intent), JSON.stringify({ ...command, scheduled_for: inAnHour() })];
}

const openRivalSchedule = (walletRef: string, reference: string) =>
  openRival(bank.appUrl, async (client) => {
    const text = "select transactions.schedule($1::jsonb, $2::jsonb) as reply";
    const { rows } = await client.query(text, scheduleOf(walletRef, reference));
    return String(rows[0]?.reply.result.transaction_ref);
  });

it("keeps one of two commands with one reference that are scheduled at once, and tells the other so", async () => {
  const reference = newRef();
  const rival = await openRivalSchedule(await openRef(), reference);
  const body = { wallet_ref: await openRef(), ...idr("5"), reference };
  const second = move.topUp(body, { scheduledFor: inAnHour() });
  await somebodyWaits(bank.appUrl);
  await rival.end("commit");
  const { code, fields } = await second;
  expect([code, fields]).toEqual(["reference_taken", { reference, taken_by: rival.done }]);
});

it("keeps the second when the first was never kept", async () => {
  const reference = newRef();
  const rival = await openRivalSchedule(await openRef(), reference);
  const body = { wallet_ref: await openRef(), ...idr("5"), reference };
  const second = move.topUp(body, { scheduledFor: inAnHour() });
  await somebodyWaits(bank.appUrl);
  await rival.end("rollback");
  expect((await second).code).toBe("APPLIED");
});

it("says of a rehearsal that meets somebody for longer than a moment that they are in the way", async () => {
  const { payer, sides } = await openPair();
  const rival = await openRivalLane(bank.appUrl, [
    newCommand({ type: "TOPUP", source_wallet_ref: null, destination_wallet_ref: payer }),
  ]);
  const { code, fields } = await move.transfer({ ...sides, ...idr("1") }, { isDryRun: true });
  expect([code, fields]).toEqual(["concurrent_request", {}]);
  await rival.end("rollback");
  expect((await move.transfer({ ...sides, ...idr("1") }, { isDryRun: true })).code).toBe("APPLIED");
});

it("answers a rehearsal whose key or reference is taken meanwhile as the command would be answered", async () => {
  for (const name of ["key", "reference"] as const) {
    const [taken, wallet_ref] = [newRef(), await openRef()];
    const codeMeeting = async () => {
      const rival = await openRivalLane(bank.appUrl, [
        newCommand({
          type: "TOPUP",
          source_wallet_ref: null,
          destination_wallet_ref: await openRef(),
          scope: operator.ownerRef,
          [name]: taken,
        }),
      ]);
      const body = { wallet_ref, ...idr("5"), ...(name === "reference" && { reference: taken }) };
      const how = { isDryRun: true, ...(name === "key" && { key: taken }) };
      const rehearsed = move.topUp(body, how);
      await somebodyWaits(bank.appUrl);
      await rival.end("commit");
      return (await rehearsed).code;
    };
    const expected = name === "key" ? "idempotency_key_reused" : "reference_taken";
    // On a machine that is busy the moment for which a rehearsal waits may pass first.
    expect(["concurrent_request", expected]).toContain(await codeMeeting());
  }
});
