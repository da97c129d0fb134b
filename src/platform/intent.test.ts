import { expect, it } from "vitest";
import { actingOwnerOf, bareCaller, type Caller, maySee } from "./caller.ts";
import { idempotencyKeySchema, intentOf } from "./intent.ts";
import { createOperatorKeyCheck, operatorRef } from "./operator-key.ts";

const owner = bareCaller("OWNER", ["wallets:write"], { isOperator: false });
const operator: Caller = { ...owner, ownerRef: "OPERATOR", isOperator: true };
const write = { key: "k", traceparent: null, newRef: () => "EVENT" };
const intent = (command: Record<string, unknown>, caller = owner, operation = "wallets.open") =>
  intentOf(caller, write, operation, command);

it("says whose write it is, and whose things it may touch", () => {
  expect(intent({})).toMatchObject({ scope: "OWNER", acting_owner: "OWNER", event_ref: "EVENT" });
  expect(intent({}, operator)).toMatchObject({ scope: "OPERATOR", acting_owner: null });
});

it("takes two commands for one when they say the same, in whichever order", () => {
  const { request_hash: hash } = intent({ name: "Main", type: "CASH" });
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(intent({ type: "CASH", name: "Main" }).request_hash).toBe(hash);
  expect(intent({ type: "CASH", name: "Main", slug: undefined }).request_hash).toBe(hash);
});

it("tells commands apart by every word of them", () => {
  const commands = [{}, { name: "a" }, { name: "b" }, { name: null }, { slug: "a" }, { name: 1 }];
  const hashes = commands.map((command) => intent(command).request_hash);
  expect(new Set(hashes).size).toBe(commands.length);
});

it.each(["a", "open-main-wallet-1", "~".repeat(255)])("takes %j for a key", (key) => {
  expect(idempotencyKeySchema.safeParse(key).success).toBe(true);
});

it.each(["", " ", "two words", "é", "line\n", "x".repeat(256)])("refuses %j as a key", (key) => {
  expect(idempotencyKeySchema.safeParse(key).success).toBe(false);
});

it("shows owners their own things and an operator everybody's", () => {
  expect([maySee(owner, "OWNER"), maySee(owner, "STRANGER")]).toEqual([true, false]);
  expect([maySee(operator, "OWNER"), actingOwnerOf(operator)]).toEqual([true, null]);
  expect(actingOwnerOf(owner)).toBe("OWNER");
});

it("knows the operator by the whole key and nobody by another", async () => {
  const key = `saku_test_${"k".repeat(32)}`;
  const check = createOperatorKeyCheck(key);
  const authenticate = (bearer: string) =>
    check(bearer, { ip: null, method: "get", path: "/", mustStand: true });
  expect(await authenticate(key)).toMatchObject({ ownerRef: operatorRef, isOperator: true });
  for (const other of ["", key.slice(0, -1), `${key}k`, key.toUpperCase(), ` ${key}`]) {
    expect(await authenticate(other)).toBeNull();
  }
});
