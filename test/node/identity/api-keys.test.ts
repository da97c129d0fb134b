import { beforeAll, expect, it } from "vitest";
import type { CreateApiKeyInput } from "../../../src/identity/create-api-key.ts";
import { keyCatalogue } from "../../../src/identity/key-errors.ts";
import type { Caller } from "../../../src/platform/caller.ts";
import {
  bootstrapOperator,
  inSeconds,
  keyOf,
  makeKey,
  personWith,
} from "../../support/api-keys.ts";
import { type Bank, newRef, openTestBank, write } from "../../support/bank.ts";
import { change, type KeyRing, openKeyRing, openTestClock } from "../../support/credentials.ts";
import { queryAs } from "../../support/database.ts";

const reading = ["wallets:read"];

let bank: Bank;
let ring: KeyRing;
beforeAll(async () => {
  bank = await openTestBank();
  ring = openKeyRing(bank, { clock: openTestClock() });
});

const person = (roles?: readonly string[]) => personWith(bank, roles);
const make = (caller: Caller, wanted: Partial<CreateApiKeyInput> = {}) =>
  makeKey(ring, caller, wanted);
const ended = { code: "credential_ended", entry: { status: 401 } };

it("shows a key once, and works as its maker with the scopes that it was given", async () => {
  const anna = await person();
  const issued = await make(anna);
  const key = keyOf(issued);
  expect(key).toMatch(/^saku_test_[0-9a-z]{8}_[0-9a-z]{32}_[0-9a-f]{8}$/);
  expect(key.startsWith(issued.result.prefix)).toBe(true);

  const caller = await ring.authenticate(key);
  expect(caller).toMatchObject({
    ownerRef: anna.ownerRef,
    userRef: anna.ownerRef,
    credentialRef: issued.result.key_ref,
    isOperator: false,
    authTime: null,
    hasSecondFactor: false,
  });
  expect([...(caller?.scopes ?? [])]).toEqual(reading);
});

it("answers a repetition with the same key's facts, and without the key", async () => {
  const anna = await person();
  const again = write("make-nightly");
  const first = await make(anna, { write: again });
  const second = await make(anna, { write: again });
  expect(second).toEqual({ result: { ...first.result, api_key: null }, isReplayed: true });
  expect(first.result.api_key).not.toBeNull();
});

it("makes keys of 160 random bits, and no two alike", async () => {
  const anna = await person();
  const keys = await Promise.all(Array.from({ length: 20 }, async () => keyOf(await make(anna))));
  const secrets = keys.map((key) => key.split("_")[3] ?? "");
  expect(new Set(secrets).size).toBe(20);
  expect(secrets.every((secret) => secret.length * Math.log2(32) >= 128)).toBe(true);
  // With 640 draws from 32 signs, every sign turns up.
  expect(new Set(secrets.join("")).size).toBe(32);
});

it("keeps nothing that a key could be made of again", async () => {
  const anna = await person();
  const issued = await make(anna, { write: write("kept-nowhere") });
  const [, , , secret = ""] = keyOf(issued).split("_");
  const [row] = await queryAs<{ text: string }>(
    bank.ownerUrl,
    `select (select string_agg(k::text, ' ') from identity.api_keys as k)
      || (select string_agg(i::text, ' ') from platform.idempotency_keys as i)
      || (select string_agg(e::text, ' ') from platform.outbox_events as e)
      || (select string_agg(a::text, ' ') from identity.user_activity_logs as a) as text`,
  );
  expect(row?.text).toContain(issued.result.key_ref);
  expect(row?.text).not.toContain(secret);
});

it("makes no key that is wider than its maker", async () => {
  const anna = await person();
  await expect(make(anna, { scopes: ["wallets:read", "wallets:freeze"] })).rejects.toMatchObject({
    code: "api_key_scope_too_wide",
    extensions: { scopes: ["wallets:freeze"] },
  });
});

it("narrows a key when its owner's roles are narrowed, at once for whatever changes something", async () => {
  const boss = await person(["operator"]);
  const key = keyOf(await make(boss, { scopes: ["wallets:read", "wallets:write"] }));
  expect(await ring.authenticate(key)).toMatchObject({ isOperator: true });

  await change(
    bank,
    `update identity.user_roles set role_id = (select role_id from identity.roles where role_name = 'auditor')
     where user_id = (select id from identity.users where user_ref = $1)`,
    boss.ownerRef,
  );
  const caller = await ring.authenticate(key, { mustStand: true });
  expect([...(caller?.scopes ?? [])]).toEqual(["wallets:read"]);
});

it("lets no key make, or take the place of, a key", async () => {
  const anna = await person();
  const issued = await make(anna, { scopes: ["api_keys:write"] });
  const service = await ring.authenticate(keyOf(issued));
  if (!service) throw new Error("The key that was just made is not known.");
  const refusal = { code: "api_key_needs_person" };
  await expect(make(service, { scopes: ["api_keys:write"] })).rejects.toMatchObject(refusal);
  const input = { write: write(), keyRef: issued.result.key_ref, overlapSeconds: 0 };
  await expect(ring.service.rotateApiKey(service, input)).rejects.toMatchObject(refusal);
});

it("lists and reads an owner's own keys to them, and everybody's to an operator", async () => {
  const [anna, budi] = [await person(), await person()];
  const issued = await make(anna);
  const keyRef = issued.result.key_ref;
  const { api_key: _key, ...stored } = issued.result;
  expect(await ring.service.getApiKey(anna, keyRef)).toEqual(stored);
  expect(await ring.service.getApiKey(bootstrapOperator, keyRef)).toEqual(stored);
  await expect(ring.service.getApiKey(budi, keyRef)).rejects.toMatchObject({
    code: "api_key_not_found",
  });
  expect((await ring.service.listApiKeys(budi, { limit: 20, cursor: undefined })).rows).toEqual([]);

  await make(anna);
  const first = await ring.service.listApiKeys(anna, { limit: 1, cursor: undefined });
  const second = await ring.service.listApiKeys(anna, {
    limit: 1,
    cursor: first.nextCursor ?? undefined,
  });
  expect([...first.rows, ...second.rows].map(({ key_ref }) => key_ref)[1]).toBe(keyRef);
  await expect(
    ring.service.listApiKeys(budi, { limit: 1, cursor: first.nextCursor ?? undefined }),
  ).rejects.toMatchObject({ code: "cursor_filters_changed" });
});

it("ends keys at their time, and makes none that has ended already", async () => {
  const anna = await person();
  await expect(make(anna, { expiresAt: inSeconds(-1) })).rejects.toMatchObject({
    code: "api_key_expiry_passed",
  });
  const issued = await make(anna, { expiresAt: inSeconds(1) });
  expect(await ring.authenticate(keyOf(issued))).not.toBeNull();
  await expect
    .poll(
      () => ring.authenticate(keyOf(issued), { mustStand: true }).catch((error) => error.code),
      { timeout: 5_000 },
    )
    .toBe("credential_ended");
});

it("gives an owner fifty keys that stand, also when they are asked for at once", async () => {
  const anna = await person();
  for (let count = 0; count < 48; count += 1) await make(anna);
  const races = await Promise.allSettled(Array.from({ length: 5 }, () => make(anna)));
  expect(races.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
  const refused = races.flatMap((race) => (race.status === "rejected" ? [race.reason.code] : []));
  expect(new Set(refused)).toEqual(new Set(["api_key_limit_reached"]));
  expect(keyCatalogue.api_key_limit_reached.status).toBe(409);
});

it("knows a key of nobody's, and one whose owner was made up, for nobody", async () => {
  const stranger: Caller = { ...bootstrapOperator, ownerRef: newRef() };
  const orphan = await make(stranger);
  await expect(ring.authenticate(keyOf(orphan))).rejects.toMatchObject(ended);
});
