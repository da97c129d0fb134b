import { beforeAll, expect, it, vi } from "vitest";
import { mintAccessToken } from "../../../src/identity/access-token.ts";
import { makeApiKey } from "../../../src/identity/api-key.ts";
import { bareCaller, scopes } from "../../../src/platform/caller.ts";
import { operatorRef } from "../../../src/platform/operator-key.ts";
import { type Bank, openTestBank, write } from "../../support/bank.ts";
import { testOperatorKey } from "../../support/bindings.ts";
import {
  addPerson,
  change,
  type KeyRing,
  openKeyRing,
  openTestClock,
  type Person,
} from "../../support/credentials.ts";
import { queryAs } from "../../support/database.ts";

const operator = bareCaller(operatorRef, scopes, { isOperator: true });
const clock = openTestClock();
const writing = { mustStand: true };
const ended = { code: "credential_ended", entry: { status: 401 } };

let bank: Bank;
let ring: KeyRing;
beforeAll(async () => {
  bank = await openTestBank();
  ring = openKeyRing(bank, { clock });
});

const authTime = Math.floor(Date.now() / 1_000);
const tokenOf = (person: Person, roles: readonly string[] = ["user"], granted = ["wallets:read"]) =>
  mintAccessToken(ring.keys, {
    ...person,
    roles,
    scopes: granted,
    authTime,
    hasSecondFactor: true,
  });
const keyWith = async (ipAllowList: readonly string[] = []) => {
  const { result } = await ring.service.createApiKey(operator, {
    write: write(),
    name: "Robot",
    scopes: ["wallets:read"],
    ipAllowList,
    expiresAt: null,
  });
  return { key: result.api_key ?? "", keyRef: result.key_ref };
};
const endedOf = async (...refs: string[]) =>
  (
    await queryAs<{ ref: string }>(
      bank.appUrl,
      "select ended_credentials as ref from identity.ended_credentials($1)",
      [refs],
    )
  ).map(({ ref }) => ref);

it("knows the bootstrap operator, a person by their token and a service by its key", async () => {
  expect(await ring.authenticate(testOperatorKey, writing)).toMatchObject({
    ownerRef: operatorRef,
    isOperator: true,
    credentialRef: null,
  });
  const anna = await addPerson(bank);
  expect(await ring.authenticate(await tokenOf(anna), writing)).toEqual({
    ownerRef: anna.userRef,
    userRef: anna.userRef,
    credentialRef: anna.sessionRef,
    scopes: new Set(["wallets:read"]),
    isOperator: false,
    authTime,
    hasSecondFactor: true,
  });
  const { key, keyRef } = await keyWith();
  expect(await ring.authenticate(key, writing)).toMatchObject({
    ownerRef: operatorRef,
    credentialRef: keyRef,
    isOperator: true,
    scopes: new Set(["wallets:read"]),
  });
});

it("knows nobody by what is no credential", async () => {
  const { key } = await keyWith();
  const unknown = [
    "",
    "x",
    "Basic",
    "a.b.c",
    `${key}x`,
    key.toUpperCase(),
    key.slice(0, -1),
    makeApiKey("test").key,
    `saku_test_${"x".repeat(32)}`,
    `rt_${operatorRef}.${"r".repeat(43)}`,
  ];
  for (const bearer of unknown) expect(await ring.authenticate(bearer)).toBeNull();
});

it("sees a typing mistake in a key without asking the database", async () => {
  const { key } = await keyWith();
  const asked = vi.spyOn(globalThis, "fetch");
  const mistyped = key.replace(/.$/, (last) => (last === "0" ? "1" : "0"));
  expect(await ring.authenticate(mistyped)).toBeNull();
  expect(asked).not.toHaveBeenCalled();
  asked.mockRestore();
});

it("asks the database about no token that reads, and about no key twice in a minute", async () => {
  const anna = await addPerson(bank);
  const token = await tokenOf(anna);
  const { key } = await keyWith();
  await ring.authenticate(key);
  const asked = vi.spyOn(globalThis, "fetch");
  for (let count = 0; count < 10; count += 1) {
    await ring.authenticate(token);
    await ring.authenticate(key);
    await ring.authenticate(testOperatorKey);
  }
  expect(asked).not.toHaveBeenCalled();
  await ring.authenticate(token, writing);
  await ring.authenticate(key, writing);
  expect(asked).toHaveBeenCalledTimes(2);
  asked.mockRestore();
});

it("tells a token that has expired from one that was never valid", async () => {
  const turning = openTestClock();
  const later = openKeyRing(bank, { clock: turning });
  const token = await tokenOf(await addPerson(bank));
  turning.turn(20 * 60);
  await expect(later.authenticate(token)).rejects.toMatchObject({
    code: "token_expired",
    headers: { "WWW-Authenticate": expect.stringContaining('error="invalid_token"') },
  });
  expect(await later.authenticate(`${token}x`)).toBeNull();
});

it.each([
  [
    "a session that was ended",
    "update identity.user_sessions set revoked_at = now(), revoked_reason = 'LOGOUT' where session_ref = $1",
  ],
  [
    "a session whose time is up",
    "update identity.user_sessions set expires_at = now() where session_ref = $1",
  ],
  [
    "a suspended person",
    "update identity.users set status = 'SUSPENDED' where id = (select user_id from identity.user_sessions where session_ref = $1)",
  ],
  [
    "a deleted person",
    "update identity.users set status = 'DELETED', deleted_at = now() where id = (select user_id from identity.user_sessions where session_ref = $1)",
  ],
])("lets %s change nothing more, though the token still lives", async (_name, sql) => {
  const anna = await addPerson(bank);
  const token = await tokenOf(anna);
  expect(await ring.authenticate(token, writing)).not.toBeNull();
  expect(await endedOf(anna.sessionRef)).toEqual([]);
  await change(bank, sql, anna.sessionRef);
  await expect(ring.authenticate(token, writing)).rejects.toMatchObject(ended);
  expect(await endedOf(anna.sessionRef)).toEqual([anna.sessionRef]);
});

it("lets the keys of somebody suspended do nothing, and of somebody reactivated go on", async () => {
  const anna = await addPerson(bank, { roles: ["operator"] });
  const caller = await ring.authenticate(await tokenOf(anna, ["operator"], ["wallets:read"]));
  if (!caller) throw new Error("The token that was just made is not known.");
  const input = { write: write(), name: "Robot", ipAllowList: [], expiresAt: null };
  const made = await ring.service.createApiKey(caller, { ...input, scopes: ["wallets:read"] });
  const key = made.result.api_key ?? "";
  const setStatus = (status: string) =>
    change(bank, "update identity.users set status = $2 where user_ref = $1", anna.userRef, status);

  await setStatus("SUSPENDED");
  await expect(ring.authenticate(key, writing)).rejects.toMatchObject(ended);
  await expect(ring.authenticate(key)).rejects.toMatchObject(ended);
  expect(await endedOf(made.result.key_ref)).toEqual([made.result.key_ref]);
  await setStatus("ACTIVE");
  // Also for what only reads: that it ended is not remembered.
  expect(await ring.authenticate(key)).toMatchObject({ ownerRef: anna.userRef });
  expect(await ring.authenticate(key, writing)).toMatchObject({ ownerRef: anna.userRef });
  expect(await endedOf(made.result.key_ref)).toEqual([]);
});

it("tells of several credentials which have ended, and knows no unknown one", async () => {
  const anna = await addPerson(bank);
  const { keyRef } = await keyWith();
  expect(await endedOf(anna.sessionRef, keyRef, operatorRef)).toEqual([operatorRef]);
  expect(await endedOf()).toEqual([]);
});

it("lets a key be used from the addresses of its list alone", async () => {
  const { key } = await keyWith(["203.0.113.0/24", "2001:db8::/32", "198.51.100.7"]);
  for (const ip of ["203.0.113.9", "2001:db8::1", "198.51.100.7"]) {
    expect(await ring.authenticate(key, { ip })).toMatchObject({ ownerRef: operatorRef });
  }
  for (const ip of [
    "203.0.114.9",
    "2001:db9::1",
    "198.51.100.8",
    "nonsense",
    "203.0.113.9, 8.8.8.8",
    null,
  ]) {
    for (const mustStand of [true, false]) {
      await expect(ring.authenticate(key, { ip, mustStand })).rejects.toMatchObject({
        code: "address_not_allowed",
        entry: { status: 403 },
      });
    }
  }
});

it("takes test keys outside production and live keys in it, and says which it wants", async () => {
  const production = openKeyRing(bank, { clock, environment: "production" });
  const { key } = await keyWith();
  await expect(production.authenticate(key)).rejects.toMatchObject({
    code: "unauthenticated",
    message: "This is a test key; here only live keys are valid.",
  });
  const live = await production.service.createApiKey(operator, {
    write: write(),
    name: "Live",
    scopes: ["wallets:read"],
    ipAllowList: [],
    expiresAt: null,
  });
  expect(live.result).toMatchObject({
    mode: "live",
    api_key: expect.stringMatching(/^saku_live_/),
  });
  expect(await production.authenticate(live.result.api_key ?? "")).toMatchObject({
    ownerRef: operatorRef,
  });
  await expect(ring.authenticate(live.result.api_key ?? "")).rejects.toMatchObject({
    code: "unauthenticated",
  });
});

it("notes the hour in which a key was used, and no use that was refused", async () => {
  const { key, keyRef } = await keyWith(["10.0.0.0/8"]);
  const lastUse = async () => (await ring.service.getApiKey(operator, keyRef)).last_used_at;
  await expect(ring.authenticate(key, { ip: "11.0.0.1" })).rejects.toThrow();
  expect(await lastUse()).toBeNull();
  await ring.authenticate(key, { ip: "10.0.0.1" });
  expect(await lastUse()).toMatch(/T\d\d:00:00\.000Z$/);
});

it("lets an auditor see everybody's and change nothing but their own account", async () => {
  const anna = await addPerson(bank, { roles: ["auditor", "user"] });
  const granted = ["wallets:read", "wallets:write", "transactions:write", "unknown:read"];
  const caller = await ring.authenticate(await tokenOf(anna, ["auditor", "user"], granted));
  expect(caller).toMatchObject({ isOperator: true, scopes: new Set(["wallets:read"]) });
});
