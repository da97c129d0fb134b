import { beforeAll, expect, it } from "vitest";
import type { CreateApiKeyInput } from "../../../src/identity/create-api-key.ts";
import { keyEvents } from "../../../src/identity/key-events.ts";
import type { Caller } from "../../../src/platform/caller.ts";
import {
  bootstrapOperator,
  inSeconds,
  keyOf,
  makeKey,
  personWith,
} from "../../support/api-keys.ts";
import { type Bank, openTestBank, write } from "../../support/bank.ts";
import { change, type KeyRing, openKeyRing, openTestClock } from "../../support/credentials.ts";
import { queryAs } from "../../support/database.ts";

const reading = ["wallets:read"];
const hour = 3_600;

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

it("rotates with an overlap in which both stand, and then only the new one", async () => {
  const clock = openTestClock();
  const own = openKeyRing(bank, { clock });
  const anna = await person();
  const old = await make(anna, {
    expiresAt: inSeconds(30 * 24 * hour),
    ipAllowList: ["10.0.0.0/8"],
  });
  const input = { write: write(), keyRef: old.result.key_ref, overlapSeconds: hour };
  const rotated = await ring.service.rotateApiKey(anna, input);

  expect(rotated.result).toMatchObject({
    name: "Nightly",
    scopes: reading,
    ip_allow_list: ["10.0.0.0/8"],
  });
  expect(rotated.result.expires_at?.slice(0, 13)).toBe(old.result.expires_at?.slice(0, 13));
  const from = { ip: "10.1.2.3" };
  for (const issued of [old, rotated]) {
    expect(await own.authenticate(keyOf(issued), from)).toMatchObject({ ownerRef: anna.ownerRef });
  }
  await expect(ring.service.rotateApiKey(anna, { ...input, write: write() })).rejects.toMatchObject(
    { code: "api_key_ended", extensions: { rotated_to: rotated.result.key_ref } },
  );

  await change(
    bank,
    "update identity.api_keys set expires_at = now() where key_ref = $1",
    old.result.key_ref,
  );
  clock.turn(61);
  await expect(own.authenticate(keyOf(old), from)).rejects.toMatchObject(ended);
  expect(await own.authenticate(keyOf(rotated), from)).toMatchObject({ ownerRef: anna.ownerRef });
});

it("rotates nobody else's key, not even for an bootstrapOperator, who could act as its owner then", async () => {
  const anna = await person();
  const issued = await make(anna);
  for (const other of [await person(), await person(["admin"]), bootstrapOperator]) {
    const input = { write: write(), keyRef: issued.result.key_ref, overlapSeconds: 0 };
    await expect(ring.service.rotateApiKey(other, input)).rejects.toMatchObject({
      code: "api_key_not_found",
    });
  }
});

it("rotates a key once, whoever races", async () => {
  const anna = await person();
  const { key_ref: keyRef } = (await make(anna)).result;
  const races = await Promise.allSettled(
    Array.from({ length: 6 }, () =>
      ring.service.rotateApiKey(anna, { write: write(), keyRef, overlapSeconds: hour }),
    ),
  );
  expect(races.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(
    (await ring.service.listApiKeys(anna, { limit: 20, cursor: undefined })).rows,
  ).toHaveLength(2);
});

it("revokes at once for writing, within a minute for reading, and only for those who may", async () => {
  const clock = openTestClock();
  const own = openKeyRing(bank, { clock });
  const [anna, budi] = [await person(), await person()];
  const issued = await make(anna);
  const keyRef = issued.result.key_ref;
  const key = keyOf(issued);
  expect(await own.authenticate(key)).toMatchObject({ ownerRef: anna.ownerRef });
  await expect(ring.service.revokeApiKey(budi, { write: write(), keyRef })).rejects.toMatchObject({
    code: "api_key_not_found",
  });

  const { result } = await ring.service.revokeApiKey(anna, { write: write(), keyRef });
  expect(result.revoked_at).not.toBeNull();
  expect(await own.authenticate(key)).not.toBeNull();
  await expect(own.authenticate(key, { mustStand: true })).rejects.toMatchObject(ended);
  clock.turn(61);
  await expect(own.authenticate(key)).rejects.toMatchObject(ended);

  const again = await ring.service.revokeApiKey(bootstrapOperator, { write: write(), keyRef });
  expect(again.result).toEqual(result);
});

it("announces what became of a key in events of their own schema, in order and without people's words", async () => {
  const anna = await person();
  const old = (await make(anna)).result.key_ref;
  const rotated = await ring.service.rotateApiKey(anna, {
    write: write(),
    keyRef: old,
    overlapSeconds: 0,
  });
  await ring.service.revokeApiKey(anna, { write: write(), keyRef: rotated.result.key_ref });

  expect(await bank.eventsOf(old)).toEqual(["api_key.created", "api_key.rotated"]);
  expect(await bank.eventsOf(rotated.result.key_ref)).toEqual([
    "api_key.created",
    "api_key.revoked",
  ]);
  const rows = await queryAs<{ event_type: string; payload: Record<string, unknown> }>(
    bank.ownerUrl,
    "select event_type, payload from platform.outbox_events where event_type like 'api_key.%'",
  );
  for (const { event_type, payload } of rows) {
    const spec = keyEvents.find(({ type }) => type === event_type);
    expect(spec?.data.safeParse(payload).error).toBeUndefined();
  }
});
