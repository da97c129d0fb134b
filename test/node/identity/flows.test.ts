// ASVS 5.0, chapter 2.3: what is done in steps is done in their order, wholly or not at all, and once.
import { beforeAll, describe, expect, it } from "vitest";
import { type Bank, openTestBank, operator, write } from "../../support/bank.ts";
import { addPerson, change } from "../../support/credentials.ts";
import type { ApiClient } from "../../support/http.ts";
import { openSite, type Site } from "../../support/matrix/site.ts";
import { createMoney } from "../../support/money.ts";
import { applied, createMover } from "../../support/mover.ts";
import { callerFor, callerWith } from "../../support/people.ts";
import { newRef } from "../../support/refs.ts";

let bank: Bank;
let site: Site;
let person: ApiClient;
beforeAll(async () => {
  bank = await openTestBank();
  site = await openSite();
  person = site.clientOf(await site.newCaller("user"));
});

const idr = (amount: string) => ({ amount, currency: "IDR" });

describe("2.3.1 a step", () => {
  it("is refused before the one that it follows", async () => {
    const money = createMoney(site.operator);
    const wallet = await money.funded();
    const payment = await money.topUp(wallet, "10");
    const steps: [ApiClient, string, Record<string, unknown>, string][] = [
      [person, "/v1/auth/totp/confirm", { code: "042317" }, "totp_not_begun"],
      [person, "/v1/auth/totp/backup-codes", { code: "042317" }, "totp_absent"],
      [person, "/v1/auth/step-up", { code: "042317" }, "validation_failed"],
      [site.operator, `/v1/wallets/${wallet}/unfreeze`, {}, "wallet_not_frozen"],
      [
        site.operator,
        `/v1/transactions/${payment.body.transaction_ref}/capture`,
        {},
        "transaction_not_a_hold",
      ],
    ];
    for (const [client, path, body, code] of steps) {
      const answer = await client.post(path, body, { "idempotency-key": newRef() });
      expect(answer.body.code, path).toBe(code);
    }
  });

  it("does not let anybody in between a password and its second factor, nor before an address is proved", async () => {
    const email = `${newRef().toLowerCase()}@example.test`;
    const password = "kopi susu tanpa gula";
    const early = await site.anybody.post("/v1/auth/login", { email, password });
    expect(early.body).toMatchObject({ status: 401, code: "invalid_credentials" });
    const made = { challenge_token: `mc_${newRef()}.${"x".repeat(43)}`, code: "042317" };
    const skipped = await site.anybody.post("/v1/auth/login/verify", made);
    expect(skipped.body).toMatchObject({ code: "challenge_ended" });
  });
});

describe("2.3.2 a limit of the business", () => {
  it("holds for a customer however many requests it is spread over", async () => {
    const owner = await callerWith(bank, "user");
    const move = createMover(bank.transactions);
    const source = (await bank.openWallet({ owner })).wallet_ref;
    const destination = (await bank.openWallet()).wallet_ref;
    applied(await move.topUp({ wallet_ref: source, ...idr("1000") }));
    const most = { amount: 100n, currency: "IDR" };
    const day = { direction: "DEBIT", period: "DAY", timeZone: "Asia/Jakarta" } as const;
    await bank.wallets.setLimit(operator, { write: write(), walletRef: source, most, ...day });
    const body = { source_wallet_ref: source, destination_wallet_ref: destination, ...idr("40") };
    const tries = Array.from({ length: 6 }, () => move.transfer(body, { caller: owner }));
    const codes = (await Promise.all(tries)).map(({ code }) => code).toSorted();
    expect(codes).toEqual(["APPLIED", "APPLIED", ...Array(4).fill("limit_exceeded")]);
  });
});

describe("2.3.3 a command that fails on its way", () => {
  it("leaves nothing behind: neither the state, nor the sessions, nor the line about it", async () => {
    const second = await addPerson(bank);
    const reason = "SECURITY" as const;
    // The place of the event is taken, and it is the last but one thing that is written.
    await change(
      bank,
      `insert into platform.outbox_events (event_ref, event_type, aggregate_type, aggregate_ref, sequence, payload)
        values ($1, 'user.suspended', 'user', $2, 2, '{}')`,
      newRef(),
      second.userRef,
    );
    await expect(
      bank.identity.suspendUser(operator, { write: write(), userRef: second.userRef, reason }),
    ).rejects.toThrow();

    expect(await bank.identity.getUser(operator, second.userRef)).toMatchObject({
      status: "ACTIVE",
      version: 1,
    });
    const caller = await callerFor(bank, second);
    const page = { type: undefined, limit: 20, cursor: undefined };
    expect((await bank.identity.listActivity(caller, page)).rows).toEqual([]);
    const session = { write: write(), sessionRef: second.sessionRef };
    await expect(bank.identity.endSession(caller, session)).resolves.toBeTruthy();
  });
});

describe("2.3.4 what there is only so much of", () => {
  it("is not given away twice: money that many ask for at once", async () => {
    const owner = await callerWith(bank, "user");
    const move = createMover(bank.transactions);
    const source = (await bank.openWallet({ owner })).wallet_ref;
    const destination = (await bank.openWallet()).wallet_ref;
    applied(await move.topUp({ wallet_ref: source, ...idr("100") }));
    const body = { source_wallet_ref: source, destination_wallet_ref: destination, ...idr("40") };
    const tries = Array.from({ length: 8 }, () => move.transfer(body, { caller: owner }));
    const codes = (await Promise.all(tries)).map(({ code }) => code);
    expect(codes.filter((code) => code === "APPLIED")).toHaveLength(2);
  });

  it("is not changed by two at once: a role that many give", async () => {
    const { userRef } = await addPerson(bank);
    const tries = await Promise.allSettled(
      Array.from({ length: 6 }, () =>
        bank.identity.assignRole(operator, { write: write(), userRef, role: "streamer" }),
      ),
    );
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await bank.eventsOf(userRef)).toEqual(["user.role_assigned"]);
  });
});
