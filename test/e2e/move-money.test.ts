import { afterAll, describe, expect, it } from "vitest";
import { createMoney } from "../support/money.ts";
import { newRef } from "../support/refs.ts";
import { openSite } from "../support/site.ts";

const site = await openSite();
const money = createMoney(site.api);
afterAll(() => site.close());

describe("a transfer", () => {
  it("answers what both wallets hold after it, and reads back the same", async () => {
    const [ana, budi] = [await money.funded(), await money.open()];
    const sent = await money.transfer(ana, budi, "2500", {
      reference: newRef(),
      description: "Lunch",
      metadata: { table: "7" },
    });
    expect(sent.status).toBe(201);
    expect(sent.body).toMatchObject({ type: "TRANSFER", status: "COMPLETED", amount: "2500" });
    expect(sent.body.balances).toEqual([
      { wallet_ref: ana, balance: "7500", available: "7500", version: 2 },
      { wallet_ref: budi, balance: "2500", available: "2500", version: 1 },
    ]);
    const read = await site.api.get(`/v1/transactions/${sent.body.transaction_ref}`);
    expect(read.body).toMatchObject({
      status: "COMPLETED",
      lifecycle: "SUCCESS",
      description: "Lunch",
      metadata: { table: "7" },
      steps: [
        { step: "WALLET", status: "SUCCESS" },
        { step: "LEDGER", status: "SUCCESS" },
      ],
      legs: [
        { wallet_ref: ana, direction: "DEBIT", amount: "2500" },
        { wallet_ref: budi, direction: "CREDIT", amount: "2500" },
      ],
    });
    expect(await money.balanceOf(ana)).toMatchObject({ balance: "7500", version: 2 });
  });

  it("is done once for many clients that repeat themselves, and answers them alike", async () => {
    const [ana, budi, key] = [await money.funded(), await money.open(), newRef()];
    const body = {
      source_wallet_ref: ana,
      destination_wallet_ref: budi,
      amount: "100",
      currency: "IDR",
    };
    const answers = await Promise.all(
      Array.from({ length: 16 }, () => money.send("/transfer", body, key)),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
    expect(
      answers.filter(({ headers }) => headers.get("idempotency-replayed") === "false"),
    ).toHaveLength(1);
    expect((await money.balanceOf(budi)).balance).toBe("100");
    const changed = await money.send("/transfer", { ...body, amount: "101" }, key);
    expect([changed.status, changed.body.code]).toEqual([422, "idempotency_key_reused"]);
  });

  it("needs a key, names every fault, and never takes a number for an amount", async () => {
    const keyless = await site.api.post("/v1/transactions/topup", {
      wallet_ref: newRef(),
      amount: "1",
      currency: "IDR",
    });
    expect([keyless.status, keyless.body.code]).toEqual([400, "idempotency_key_required"]);
    const ana = await money.open();
    const faulty = await money.transfer(ana, ana, "1.5", { metadata: { "": "x" }, extra: 1 });
    expect(faulty.status).toBe(422);
    const pointers = (faulty.body.errors as { pointer: string }[]).map(({ pointer }) => pointer);
    expect(pointers).toContain("/extra");
    const numeric = await money.send("/topup", { wallet_ref: ana, amount: 5, currency: "IDR" });
    expect(numeric.body.detail).toContain('write "5"');
  });

  it("remembers a refusal under its key, also after the wallet was topped up", async () => {
    const [ana, budi, key] = [await money.funded("100"), await money.open(), newRef()];
    const body = {
      source_wallet_ref: ana,
      destination_wallet_ref: budi,
      amount: "500",
      currency: "IDR",
    };
    const refused = await money.send("/transfer", body, key);
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({
      code: "insufficient_funds",
      wallet_ref: ana,
      required: "500",
      available: "100",
      currency: "IDR",
    });
    await money.topUp(ana, "1000");
    const again = await money.send("/transfer", body, key);
    expect({ ...again.body, instance: "" }).toEqual({ ...refused.body, instance: "" });
    const failed = await site.api.get(`/v1/transactions/${refused.body.transaction_ref}`);
    expect(failed.body).toMatchObject({
      status: "FAILED",
      failure: { code: "insufficient_funds" },
      steps: [{ step: "WALLET", status: "FAILED", error_reason: "insufficient_funds" }],
    });
    expect((await money.send("/transfer", body, newRef())).status).toBe(201);
  });

  it("rehearses without writing", async () => {
    const [ana, budi] = [await money.funded("100"), await money.open()];
    const rehearsed = await money.transfer(ana, budi, "60", { dry_run: true });
    expect(rehearsed.status).toBe(201);
    expect(rehearsed.body.balances).toMatchObject([{ balance: "40" }, { balance: "60" }]);
    expect((await money.balanceOf(ana)).balance).toBe("100");
    expect((await site.api.get(`/v1/transactions/${rehearsed.body.transaction_ref}`)).status).toBe(
      404,
    );
    expect((await money.transfer(ana, budi, "160", { dry_run: true })).body.code).toBe(
      "insufficient_funds",
    );
  });

  it("refuses what a guard forbids", async () => {
    const [ana, budi] = [await money.funded("100"), await money.open()];
    const guarded = await money.transfer(ana, budi, "60", {
      guards: [{ wallet_ref: ana, available_at_least: "50" }],
    });
    expect(guarded.status).toBe(412);
    expect(guarded.body).toMatchObject({
      guard: "available_at_least",
      required: "50",
      found: "40",
    });
    const version = { guards: [{ wallet_ref: ana, version: 2 }] };
    expect((await money.transfer(ana, budi, "60", version)).status).toBe(201);
  });
});

describe("a hold", () => {
  it("promises, is captured in parts, and gives back the rest", async () => {
    const [ana, shop] = [await money.funded("1000"), await money.open()];
    const held = await money.transfer(ana, shop, "600", { hold: true });
    expect(held.body).toMatchObject({ status: "WALLET_OK", completed_at: null });
    expect(await money.balanceOf(ana)).toMatchObject({
      balance: "1000",
      available: "400",
      pending_out: "600",
    });
    expect(await money.balanceOf(shop)).toMatchObject({ balance: "0", pending_in: "600" });
    const ref = `/${held.body.transaction_ref}`;
    expect((await money.send(`${ref}/capture`, { amount: "200" })).body).toMatchObject({
      type: "CAPTURE",
      amount: "200",
      original_transaction_ref: held.body.transaction_ref,
    });
    const tooMuch = await money.send(`${ref}/capture`, { amount: "401" });
    expect(tooMuch.body).toMatchObject({ code: "amount_exceeds_remaining", remaining: "400" });
    expect((await money.send(`${ref}/capture`, { amount: "100", final: true })).status).toBe(201);
    expect((await money.send(`${ref}/void`, {})).body.code).toBe("hold_ended");
    expect(await money.balanceOf(ana)).toMatchObject({ balance: "700", available: "700" });
    const read = await site.api.get(`/v1/transactions${ref}`);
    expect(read.body).toMatchObject({
      status: "COMPLETED",
      hold: { status: "CAPTURED", captured: "300", remaining: "0" },
      acts: [
        { type: "CAPTURE" },
        { type: "CAPTURE", status: "FAILED" },
        { type: "CAPTURE" },
        { type: "VOID" },
      ],
    });
  });

  it("runs out by itself, whether or not a sweeper comes by", async () => {
    const [ana, shop] = [await money.funded("1000"), await money.open()];
    const expires_at = new Date(Date.now() + 300).toISOString();
    const held = await money.transfer(ana, shop, "1000", { hold: true, expires_at });
    expect((await money.transfer(ana, shop, "1")).body.code).toBe("insufficient_funds");
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect((await money.transfer(ana, shop, "1000")).status).toBe(201);
    const late = await money.send(`/${held.body.transaction_ref}/capture`, {});
    expect(late.body.code).toBe("hold_expired");
    expect(
      (await site.api.get(`/v1/transactions/${held.body.transaction_ref}`)).body,
    ).toMatchObject({
      status: "FAILED",
      failure: { code: "hold_expired" },
      hold: { status: "EXPIRED" },
    });
  });
});

describe("a reversal", () => {
  it("gives back parts and never more in total than came", async () => {
    const [ana, budi] = [await money.funded("1000"), await money.open()];
    const sent = await money.transfer(ana, budi, "300");
    const ref = `/${sent.body.transaction_ref}`;
    const part = await money.send(`${ref}/reverse`, { amount: "100", reason: "Broken" });
    expect(part.body).toMatchObject({ type: "REVERSAL", amount: "100", source_wallet_ref: budi });
    expect((await money.send(`${ref}/reverse`, { amount: "201" })).body.code).toBe(
      "amount_exceeds_remaining",
    );
    expect((await money.send(`${ref}/reverse`, {})).body.amount).toBe("200");
    expect((await money.send(`${ref}/reverse`, {})).body.code).toBe("transaction_already_reversed");
    expect((await money.send(`/${part.body.transaction_ref}/reverse`, {})).body.code).toBe(
      "transaction_not_reversible",
    );
    expect((await site.api.get(`/v1/transactions${ref}`)).body).toMatchObject({
      lifecycle: "REVERSED",
      reversed_amount: "300",
      reversals: [{ amount: "100", reason: "Broken" }, { amount: "200" }],
      audit: [{ audit_event: "CREATED" }, { audit_event: "REVERSED" }, { audit_event: "REVERSED" }],
    });
  });

  it("is one, however many ask for it at once", async () => {
    const [ana, budi] = [await money.funded("1000"), await money.open()];
    const sent = await money.transfer(ana, budi, "300");
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => money.send(`/${sent.body.transaction_ref}/reverse`, {})),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect((await money.balanceOf(ana)).balance).toBe("1000");
  });
});

it("splits an amount by percent and rest, and posts exchanges over clearing accounts", async () => {
  const [ana, shop] = [await money.funded("1001"), await money.open()];
  const split = await money.send("", {
    amount: "1001",
    currency: "IDR",
    source: { wallet_ref: ana },
    destinations: [
      { alias: "@fees", percent: "2.5" },
      { wallet_ref: shop, rest: true },
    ],
  });
  expect(split.status).toBe(201);
  expect((await money.balanceOf(shop)).balance).toBe("976");
  const dollars = await money.open("USD");
  const exchanged = await money.send("", {
    type: "EXCHANGE",
    rate: { numerator: "16250", denominator: "1" },
    legs: [
      { wallet_ref: shop, direction: "DEBIT", amount: "976", currency: "IDR" },
      { alias: "@clearing", direction: "CREDIT", amount: "976", currency: "IDR" },
      { alias: "@clearing", direction: "DEBIT", amount: "0.06", currency: "USD" },
      { wallet_ref: dollars, direction: "CREDIT", amount: "0.06", currency: "USD" },
    ],
  });
  expect(exchanged.status).toBe(201);
  expect((await money.balanceOf(dollars)).balance).toBe("0.06");
  const lame = await money.send("", {
    legs: [
      { wallet_ref: shop, direction: "DEBIT", amount: "1", currency: "IDR" },
      { alias: "@fees", direction: "CREDIT", amount: "2", currency: "IDR" },
    ],
  });
  expect(lame.body.detail).toContain("differ in IDR");
});

it("leaves books that balance", async () => {
  expect(await money.integrity()).toMatchObject({ ok: true });
});
