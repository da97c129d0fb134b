// What somebody may do is asked when it is done: of what was arranged before, and of keys that were looked at before.
import { describe, expect, it } from "vitest";
import { authorityOf } from "../../../src/identity/authority.ts";
import { roleNames } from "../../../src/identity/standing.ts";
import { allEndpoints } from "../../../src/meta.ts";
import { type Caller, scopes } from "../../../src/platform/caller.ts";
import { openTestBank, operator, write } from "../../support/bank.ts";
import { addPerson, change } from "../../support/credentials.ts";
import { queryAs } from "../../support/database.ts";
import { applied, createMover } from "../../support/mover.ts";
import { callerFor } from "../../support/people.ts";

const bank = await openTestBank();
const move = createMover(bank.transactions);
const people = bank.identity;
const idr = (amount: string) => ({ amount, currency: "IDR" });
const scheduledFor = new Date(Date.now() + 3_600_000).toISOString();

/** Somebody with 100 in a wallet of theirs, and somebody else's wallet to pay. */
async function openPayer(...roles: readonly string[]) {
  const person = await addPerson(bank, { roles: ["user", ...roles] });
  const caller = await callerFor(bank, person);
  const { wallet_ref: own } = await bank.openWallet({ owner: caller });
  const { wallet_ref: other } = await bank.openWallet();
  applied(await move.topUp({ wallet_ref: own, ...idr("100") }));
  return { caller, own, sides: { source_wallet_ref: own, destination_wallet_ref: other } };
}

async function runNow(ref: string) {
  await change(
    bank,
    "update transactions.scheduled_commands set due_at = now() where transaction_ref = $1",
    ref,
  );
  await bank.transactions.runDue();
  return bank.transactions.get(operator, ref);
}

const refOf = (outcome: Awaited<ReturnType<typeof move.transfer>>) =>
  applied(outcome).transaction_ref;
const suspend = (userRef: string) =>
  people.suspendUser(operator, { write: write(), userRef, reason: "SECURITY" });
const take = (userRef: string, role: string) =>
  people.removeRole(operator, { write: write(), userRef, role });
const failed = { status: "FAILED", failure: { code: "authority_ended" } };

describe("8.3.2 a command whose time has come", () => {
  it("is not done for somebody who was suspended since, ends as failed, and is not tried again", async () => {
    const { caller, own, sides } = await openPayer();
    const ref = refOf(await move.transfer({ ...sides, ...idr("10") }, { caller, scheduledFor }));
    await suspend(caller.ownerRef);
    expect(await runNow(ref)).toMatchObject(failed);
    expect((await bank.wallets.balance(operator, { walletRef: own, past: {} })).balance).toBe(
      "100",
    );
    expect(await bank.eventsOf(ref)).toEqual(["transaction.scheduled", "transaction.failed"]);
    const left = await queryAs(
      bank.ownerUrl,
      "select from transactions.scheduled_commands where transaction_ref = $1",
      [ref],
    );
    expect(left).toEqual([]);
  });

  it("is not done for somebody who lost the role for it since, although they may still do other things", async () => {
    const { caller, own } = await openPayer("operator");
    const ref = refOf(await move.topUp({ wallet_ref: own, ...idr("5") }, { caller, scheduledFor }));
    await take(caller.ownerRef, "operator");
    expect(await runNow(ref)).toMatchObject(failed);
  });

  it("is not done with everybody's wallets for somebody who has only their own by now", async () => {
    const { caller } = await openPayer("operator");
    const stranger = await openPayer();
    const body = { ...stranger.sides, ...idr("10") };
    const ref = refOf(await move.transfer(body, { caller, scheduledFor }));
    await take(caller.ownerRef, "operator");
    expect(await runNow(ref)).toMatchObject(failed);
  });

  it("is done beside others that are not, for whoever may still ask for it", async () => {
    const [gone, standing] = [await openPayer(), await openPayer()];
    const refs: string[] = [];
    for (const { caller, sides } of [gone, standing]) {
      refs.push(refOf(await move.transfer({ ...sides, ...idr("10") }, { caller, scheduledFor })));
    }
    await suspend(gone.caller.ownerRef);
    await change(
      bank,
      "update transactions.scheduled_commands set due_at = now() where transaction_ref = any ($1)",
      refs,
    );
    await bank.transactions.runDue();
    const states = await Promise.all(
      refs.map(async (ref) => (await bank.transactions.get(operator, ref)).status),
    );
    expect(states).toEqual(["FAILED", "COMPLETED"]);
  });
});

describe("8.3.2 an API key whose owner lost a role", () => {
  /** What a key of theirs was found to be, and is remembered as for a minute. */
  async function rememberedKey(caller: Caller): Promise<Caller> {
    const { result } = await people.createApiKey(caller, {
      write: write(),
      name: "Payouts",
      scopes: ["transactions:write", "transactions:topup"],
      ipAllowList: [],
      expiresAt: null,
    });
    return { ...caller, credentialRef: result.key_ref, authTime: null };
  }

  it("moves nobody else's money from that moment on, by no road", async () => {
    const { caller, sides, own } = await openPayer("operator");
    const stranger = await openPayer();
    const key = await rememberedKey(caller);
    const transfer = (how = {}) =>
      move.transfer({ ...stranger.sides, ...idr("1") }, { caller: key, ...how });
    const scheduled = refOf(await transfer({ scheduledFor }));
    expect((await transfer()).code).toBe("APPLIED");
    await take(caller.ownerRef, "operator");
    for (const how of [{}, { isDryRun: true }, { scheduledFor }]) {
      const refused = await transfer(how);
      expect(refused).toMatchObject({ code: "scope_missing", isReplayed: false });
      expect(refused.fields).toMatchObject({ required_scope: "transactions:write" });
    }
    const cancelled = bank.transactions.cancel(key, { write: write(), transactionRef: scheduled });
    await expect(cancelled).rejects.toMatchObject({ code: "scope_missing" });
    const toppedUp = await move.topUp({ wallet_ref: own, ...idr("5") }, { caller: key });
    expect(toppedUp).toMatchObject({ code: "scope_missing" });

    // What they may still do with their own, the key still does, as soon as it is looked at again.
    const fresh = { ...key, isOperator: false };
    expect((await move.transfer({ ...sides, ...idr("1") }, { caller: fresh })).code).toBe(
      "APPLIED",
    );
  });

  it("leaves its idempotency key free, so that it works when the role is back", async () => {
    const { caller } = await openPayer("operator");
    const stranger = await openPayer();
    const key = await rememberedKey(caller);
    const again = { caller: key, key: "once-more" };
    await take(caller.ownerRef, "operator");
    const body = { ...stranger.sides, ...idr("1") };
    expect((await move.transfer(body, again)).code).toBe("scope_missing");
    await people.assignRole(operator, {
      write: write(),
      userRef: caller.ownerRef,
      role: "operator",
    });
    expect((await move.transfer(body, again)).code).toBe("APPLIED");
  });
});

describe("the rule by which the database judges", () => {
  it("is the rule of the edge, for every two roles and every scope", async () => {
    for (const one of roleNames) {
      for (const other of roleNames) {
        const roles = [...new Set([one, other])];
        const { userRef } = await addPerson(bank, { roles });
        const [row] = await queryAs<{ granted: string[]; own: string[]; all: string[] }>(
          bank.ownerUrl,
          `select identity.scopes_of(u.id) as granted,
             array(select s from unnest($2::text[]) s where identity.holds_authority($1, s, false)) as own,
             array(select s from unnest($2::text[]) s where identity.holds_authority($1, s, true)) as all
           from identity.users u where user_ref = $1`,
          [userRef, scopes],
        );
        const authority = authorityOf(roles, row?.granted ?? []);
        const held = scopes.filter((scope) => authority.scopes.has(scope));
        expect([roles, row?.own]).toEqual([roles, held]);
        expect([roles, row?.all]).toEqual([roles, authority.isOperator ? held : []]);
      }
    }
  });

  it.each([
    ["TRANSFER", "/v1/transactions/transfer"],
    ["TOPUP", "/v1/transactions/topup"],
    ["WITHDRAWAL", "/v1/transactions/withdraw"],
    ["POSTING", "/v1/transactions"],
    ["FEE", "/v1/transactions"],
    ["EXCHANGE", "/v1/transactions"],
    ["CAPTURE", "/v1/transactions/{ref}/capture"],
    ["VOID", "/v1/transactions/{ref}/void"],
    ["REVERSAL", "/v1/transactions/{ref}/reverse"],
  ])("asks for a %s what its route asks for", async (type, path) => {
    const route = allEndpoints.find((spec) => spec.method === "post" && spec.path === path);
    const [row] = await queryAs<{ scope: string }>(
      bank.ownerUrl,
      "select transactions.scope_of($1) as scope",
      [type],
    );
    expect(row?.scope).toBe(route?.scope);
  });
});
