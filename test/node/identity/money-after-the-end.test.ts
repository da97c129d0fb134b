import { Client } from "pg";
import { describe, expect, it } from "vitest";
import { newRef, openTestBank, write } from "../../support/bank.ts";
import { applyCommands, commandOf } from "../../support/commands.ts";
import { addPerson, change } from "../../support/credentials.ts";
import { queryAs } from "../../support/database.ts";
import { applied, createMover } from "../../support/mover.ts";
import { callerFor } from "../../support/people.ts";

const bank = await openTestBank();
const move = createMover(bank.transactions);
const idr = (amount: string) => ({ amount, currency: "IDR" });

/** Somebody with 100 in a wallet of theirs, and somebody else's wallet to pay. */
async function openPayer() {
  const person = await addPerson(bank);
  const caller = await callerFor(bank, person);
  const { wallet_ref: own } = await bank.openWallet({ owner: caller });
  const { wallet_ref: other } = await bank.openWallet();
  applied(await move.topUp({ wallet_ref: own, ...idr("100") }));
  const sides = { source_wallet_ref: own, destination_wallet_ref: other };
  const balance = async () =>
    (await bank.wallets.balance(caller, { walletRef: own, past: {} })).balance;
  const end = () =>
    change(
      bank,
      "update identity.user_sessions set revoked_at = now(), revoked_reason = 'LOGOUT' where session_ref = $1",
      person.sessionRef,
    );
  return { caller, sides, balance, end };
}

const soon = () => new Date(Date.now() + 3_600_000).toISOString();

describe("7.4.1 money of a session that has ended", () => {
  it.each([
    ["a transfer", {}, {}],
    ["a promise", { hold: true }, {}],
    ["a rehearsal", {}, { isDryRun: true }],
    ["a transfer for later", {}, { scheduledFor: soon() }],
  ])(
    "does not move: %s is refused, although its token has minutes left",
    async (_name, body, how) => {
      const { caller, sides, balance, end } = await openPayer();
      await end();
      const outcome = await move.transfer({ ...sides, ...idr("10"), ...body }, { caller, ...how });
      expect(outcome.code).toBe("credential_ended");
      expect(await balance()).toBe("100");
    },
  );

  it("does not end what was scheduled before, and cannot cancel it", async () => {
    const { caller, sides, end } = await openPayer();
    const how = { caller, scheduledFor: soon() };
    const { transaction } = await move.transfer({ ...sides, ...idr("10") }, how);
    const ref = transaction?.transaction_ref ?? "";
    await end();
    const cancelled = bank.transactions.cancel(caller, { write: write(), transactionRef: ref });
    await expect(cancelled).rejects.toMatchObject({ code: "credential_ended" });
    await change(
      bank,
      "update transactions.scheduled_commands set due_at = now() where transaction_ref = $1",
      ref,
    );
    await bank.transactions.runDue();
    expect((await bank.transactions.get(caller, ref)).status).toBe("COMPLETED");
  });

  it("leaves no trace, so that the same key works for the same owner's next session", async () => {
    const { caller, sides, balance, end } = await openPayer();
    const key = newRef();
    await end();
    const refused = await move.transfer({ ...sides, ...idr("10") }, { caller, key });
    expect([refused.code, refused.isReplayed]).toEqual(["credential_ended", false]);
    const next = { ...caller, credentialRef: null };
    expect((await move.transfer({ ...sides, ...idr("10") }, { caller: next, key })).code).toBe(
      "APPLIED",
    );
    expect(await balance()).toBe("90");
    const again = await move.transfer({ ...sides, ...idr("10") }, { caller, key });
    expect(again.code).toBe("credential_ended");
  });

  it("is told as moved where it was: the same command, sent again for a lost answer, is answered as before", async () => {
    const { caller, sides, balance, end } = await openPayer();
    const command = {
      ...commandOf(1, { type: "TRANSFER", amount: 10, ...sides }),
      scope: caller.ownerRef,
      acting_owner: caller.ownerRef,
      credential_ref: caller.credentialRef,
    };
    const [done] = await applyCommands(bank.appUrl, [command]);
    await end();
    const [again] = await applyCommands(bank.appUrl, [command]);
    expect(again).toEqual({ ...done, replayed: true });
    const another = {
      ...command,
      transaction_ref: newRef(),
      journal_ref: newRef(),
      event_ref: newRef(),
    };
    const [other] = await applyCommands(bank.appUrl, [another]);
    expect(other).toMatchObject({ code: "credential_ended" });
    expect(await balance()).toBe("90");
  });

  it.each([
    ["alone", []],
    ["beside what is no plain transfer", [{ type: "VOID", original_ref: newRef() }]],
  ])("does not move when it waited %s while its session ended", async (_name, others) => {
    const { caller, sides, balance, end } = await openPayer();
    const command = {
      type: "TRANSFER",
      amount: 10,
      ...sides,
      scope: caller.ownerRef,
      acting_owner: caller.ownerRef,
      credential_ref: caller.credentialRef,
    };
    const holder = new Client({ connectionString: bank.ownerUrl });
    await holder.connect();
    await holder.query("begin");
    await holder.query(
      `select from ledger.balances where account_id in
        (select id from ledger.accounts where owner_ref = $1) for update`,
      [sides.source_wallet_ref],
    );
    const sent = applyCommands(bank.appUrl, [command, ...others]).then(
      (replies) => replies[0]?.code,
      (error: { code?: string }) => error.code,
    );
    const waiting =
      "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    await expect.poll(async () => (await queryAs(bank.appUrl, waiting)).length).toBeGreaterThan(0);
    await end();
    await holder.query("commit");
    await holder.end();
    // A conflict is sent again by its lane, and then finds that it has ended.
    expect(["40001", "credential_ended"]).toContain(await sent);
    expect((await applyCommands(bank.appUrl, [command]))[0]?.code).toBe("credential_ended");
    expect(await balance()).toBe("100");
  });

  it("costs nobody else in the batch anything", async () => {
    const [ended, standing] = [await openPayer(), await openPayer()];
    await ended.end();
    const transferOf = ({ sides }: typeof ended) => ({
      idempotency_key: newRef(),
      type: "TRANSFER",
      ...sides,
      ...idr("10"),
    });
    const codes = await Promise.all(
      [ended, standing].map(async (payer) => {
        const items = [transferOf(payer), transferOf(payer)];
        const results = await bank.transactions.submitBulk(payer.caller, {
          write: write(null),
          items,
        });
        return results.map((result) => ("problem" in result ? result.problem.code : "APPLIED"));
      }),
    );
    expect(codes).toEqual([
      ["credential_ended", "credential_ended"],
      ["APPLIED", "APPLIED"],
    ]);
    expect(await ended.balance()).toBe("100");
    expect(await standing.balance()).toBe("80");
  });
});
