import { afterAll, describe, expect, it } from "vitest";
import { testOperatorKey } from "../support/bindings.ts";
import { createMoney } from "../support/money.ts";
import { newRef } from "../support/refs.ts";
import { openSite } from "../support/site.ts";

const site = await openSite();
const money = createMoney(site.api);
afterAll(() => site.close());

describe("bulk", () => {
  const item = (from: string, to: string, amount: string, more = {}) => ({
    idempotency_key: newRef(),
    type: "TRANSFER",
    source_wallet_ref: from,
    destination_wallet_ref: to,
    amount,
    currency: "IDR",
    ...more,
  });

  it("gives each item its own outcome and a chain one for all", async () => {
    const [ana, budi] = [await money.funded("100"), await money.open()];
    const answer = await money.send("/bulk", {
      items: [
        item(ana, budi, "10"),
        item(ana, budi, "20", { chain: "a" }),
        item(ana, budi, "1000", { chain: "a" }),
        item(ana, budi, "x"),
        item(ana, budi, "5", { chain: "b" }),
        item(budi, ana, "1", { chain: "b" }),
      ],
    });
    expect(answer.status).toBe(200);
    const results = answer.body.results as { status: number; problem?: { code: string } }[];
    expect(results.map(({ status, problem }) => problem?.code ?? status)).toEqual([
      201,
      "linked_command_failed",
      "insufficient_funds",
      "validation_failed",
      201,
      201,
    ]);
    expect((await money.balanceOf(budi)).balance).toBe("14");
  });

  it("streams lines in and lines out", async () => {
    const [ana, budi] = [await money.funded("5000"), await money.open()];
    const lines = Array.from({ length: 2500 }, () => JSON.stringify(item(ana, budi, "1")));
    lines.push("not json");
    const response = await site.send("/v1/transactions/bulk", {
      method: "POST",
      headers: {
        authorization: `Bearer ${testOperatorKey}`,
        "content-type": "application/x-ndjson",
      },
      body: lines.join("\n"),
    });
    expect(response.headers.get("content-type")).toBe("application/x-ndjson");
    const results = (await response.text())
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(results).toHaveLength(2501);
    expect(results.slice(0, 2500).every(({ status }) => status === 201)).toBe(true);
    expect(results[2500]).toMatchObject({
      idempotency_key: null,
      status: 422,
      problem: { errors: [{ pointer: "", message: expect.stringContaining("not JSON") }] },
    });
    const keys = lines.slice(0, 2500).map((line) => JSON.parse(line).idempotency_key);
    expect(results.slice(0, 2500).map(({ idempotency_key }) => idempotency_key)).toEqual(keys);
    expect((await money.balanceOf(budi)).balance).toBe("2500");
  });
});

describe("what is done later", () => {
  it("is accepted at once, can be read from then on, and is done", async () => {
    const [ana, budi, key] = [await money.funded("100"), await money.open(), newRef()];
    const body = {
      source_wallet_ref: ana,
      destination_wallet_ref: budi,
      amount: "40",
      currency: "IDR",
    };
    const prefer = { prefer: "respond-async" };
    const accepted = await money.send("/transfer", body, key, prefer);
    expect(accepted.status).toBe(202);
    const path = String(accepted.headers.get("location"));
    expect((await site.api.get(path)).status).toBe(200);
    await expect.poll(async () => (await site.api.get(path)).body.status).toBe("COMPLETED");
    const again = await money.send("/transfer", body, key, prefer);
    expect([again.status, again.body.transaction_ref]).toEqual([
      202,
      accepted.body.transaction_ref,
    ]);
    expect((await money.balanceOf(budi)).balance).toBe("40");
  });

  it("waits for its time, and can be cancelled before it", async () => {
    const [ana, budi] = [await money.funded("100"), await money.open()];
    const soon = new Date(Date.now() + 300).toISOString();
    const later = new Date(Date.now() + 3_600_000).toISOString();
    const due = await money.transfer(ana, budi, "30", { scheduled_for: soon });
    const cancelled = await money.transfer(ana, budi, "30", { scheduled_for: later });
    expect([due.body.status, due.body.scheduled_for]).toEqual(["INIT", soon]);
    const cancel = await money.send(`/${cancelled.body.transaction_ref}/cancel`, {});
    expect(cancel.body).toMatchObject({
      status: "FAILED",
      failure: { code: "transaction_cancelled" },
    });
    await new Promise((resolve) => setTimeout(resolve, 400));
    await site.runCron("* * * * *");
    await site.runCron("* * * * *");
    expect((await money.balanceOf(budi)).balance).toBe("30");
    const done = await site.api.get(`/v1/transactions/${due.body.transaction_ref}`);
    expect(done.body).toMatchObject({ status: "COMPLETED", scheduled_for: soon });
    const late = await money.send(`/${due.body.transaction_ref}/cancel`, {});
    expect(late.body.code).toBe("transaction_not_scheduled");
    const past = await money.transfer(ana, budi, "1", { scheduled_for: "2020-01-01T00:00:00Z" });
    expect(past.status).toBe(422);
  });
});

it("lists by wallet, status, amount, reference and metadata, page by page", async () => {
  const [ana, budi] = [await money.funded("1000"), await money.open()];
  const reference = newRef();
  await money.transfer(ana, budi, "100", { reference, metadata: { order: reference } });
  await money.transfer(ana, budi, "200");
  await money.transfer(ana, budi, "99999");
  const listed = async (query: string) =>
    (await site.api.get(`/v1/transactions?wallet_ref=${ana}&${query}`)).body.data as {
      amount: string;
    }[];
  expect((await listed("")).map(({ amount }) => amount)).toEqual(["99999", "200", "100", "1000"]);
  expect(await listed("status=FAILED")).toHaveLength(1);
  expect(await listed("currency=IDR&amount_min=150&amount_max=250")).toHaveLength(1);
  expect(await listed(`reference=${reference}`)).toHaveLength(1);
  expect(await listed(`metadata=order:${reference}`)).toHaveLength(1);
  expect(await listed("type=TOPUP")).toHaveLength(1);
  const first = await site.api.get(`/v1/transactions?wallet_ref=${ana}&limit=3`);
  const second = await site.api.get(
    `/v1/transactions?wallet_ref=${ana}&limit=3&cursor=${first.body.next_cursor}`,
  );
  expect((second.body.data as unknown[]).length).toBe(1);
  const taken = await money.transfer(ana, budi, "1", { reference });
  expect([taken.status, taken.body.code]).toEqual([409, "reference_taken"]);
});

it("leaves books that balance", async () => {
  expect(await money.integrity()).toMatchObject({ ok: true });
});
