import { beforeAll, expect, it, vi } from "vitest";
import { mintAccessToken, verifyAccessToken } from "../../../src/identity/access-token.ts";
import { openText } from "../../../src/platform/sealed-text.ts";
import { type Bank, newRef, openTestBank } from "../../support/bank.ts";
import { bindingsOf } from "../../support/bindings.ts";
import { type KeyRing, openKeyRing, openTestClock } from "../../support/credentials.ts";
import { queryAs } from "../../support/database.ts";

const claims = {
  userRef: newRef(),
  sessionRef: newRef(),
  roles: ["user"],
  scopes: ["wallets:read"],
  authTime: 1_790_000_000,
  hasSecondFactor: true,
};
const minute = 60;

let bank: Bank;
beforeAll(async () => {
  bank = await openTestBank();
});

const owner = <Row extends Record<string, unknown>>(text: string, ...values: unknown[]) =>
  queryAs<Row>(bank.ownerUrl, text, values);
const kidsIn = async (state: string) =>
  (
    await owner<{ kid: string }>("select kid from identity.signing_keys where state = $1", state)
  ).map(({ kid }) => kid);
const rotate = async (waited: string) => {
  const [row] = await owner<{ kid: string | null }>(
    "select identity.rotate_signing_keys($1::interval, '30 minutes') as kid",
    waited,
  );
  return row?.kid;
};
const ring = (clock = openTestClock()) => openKeyRing(bank, { clock });
const publishedBy = async ({ keys }: KeyRing) => (await keys.published()).map(({ kid }) => kid);
const headerOf = (token: string) =>
  JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString());

it("makes one key that signs and one that waits, however many instances begin at once", async () => {
  const rings = Array.from({ length: 8 }, () => ring());
  const tokens = await Promise.all(rings.map(({ keys }) => mintAccessToken(keys, claims)));

  expect(await kidsIn("ACTIVE")).toHaveLength(1);
  expect(await kidsIn("NEXT")).toHaveLength(1);
  for (const token of tokens) {
    expect(headerOf(token).kid).toEqual((await kidsIn("ACTIVE"))[0]);
    expect(await verifyAccessToken(ring().keys, token)).toMatchObject({ isValid: true, claims });
  }
});

it("keeps the private halves sealed, shows the public ones, and lets the application read neither table", async () => {
  const jwks = JSON.stringify(await ring().keys.published());
  expect(jwks).not.toContain('"d"');
  const [row] = await owner<{ text: string }>(
    "select string_agg(private_jwk_encrypted, ' ') as text from identity.signing_keys",
  );
  expect(row?.text).toMatch(/^[\w-]{100,} [\w-]{100,}$/);
  // Whatever a runtime adds to a key that it exports, another may refuse.
  const [active] = await owner<{ kid: string; sealed: string }>(
    "select kid, private_jwk_encrypted as sealed from identity.signing_keys where state = 'ACTIVE'",
  );
  const { IDENTITY_KEK } = bindingsOf("", "");
  const jwk = openText(IDENTITY_KEK, `signing key ${active?.kid}`, active?.sealed ?? "");
  expect(Object.keys(JSON.parse(jwk))).toEqual(["kty", "crv", "x", "d"]);
  await expect(queryAs(bank.appUrl, "select * from identity.signing_keys")).rejects.toThrow(
    /denied/,
  );
  await expect(queryAs(bank.appUrl, "select * from identity.api_keys")).rejects.toThrow(/denied/);
  await expect(
    queryAs(bank.appUrl, "select identity.rotate_signing_keys('0', '1 hour')"),
  ).rejects.toThrow(/denied/);
});

it("verifies a token without asking the database", async () => {
  const { keys } = ring();
  const token = await mintAccessToken(keys, claims);
  const asked = vi.spyOn(globalThis, "fetch");
  for (let count = 0; count < 20; count += 1) {
    expect(await verifyAccessToken(keys, token)).toMatchObject({ isValid: true });
  }
  expect(asked).not.toHaveBeenCalled();
  asked.mockRestore();
});

it("asks for an unknown key again, but not for each token that names one", async () => {
  const { keys } = ring();
  const token = await mintAccessToken(keys, claims);
  const [, body, signature] = token.split(".");
  const stranger = Buffer.from(JSON.stringify({ ...headerOf(token), kid: "made-up-kid" }));
  const forged = `${stranger.toString("base64url")}.${body}.${signature}`;
  const asked = vi.spyOn(globalThis, "fetch");
  for (let count = 0; count < 20; count += 1) {
    expect(await verifyAccessToken(keys, forged)).toMatchObject({ isValid: false });
  }
  expect(asked.mock.calls.length).toBeLessThan(2);
  asked.mockRestore();
});

it("rotates to a key that everybody has seen, and believes the one before until its tokens have ended", async () => {
  const clock = openTestClock();
  const running = ring(clock);
  const before = await mintAccessToken(running.keys, claims);
  const [old] = await kidsIn("ACTIVE");
  const [next] = await kidsIn("NEXT");
  expect(await rotate("10 minutes")).toBeNull();

  expect(await rotate("0")).toBe(next);
  expect(await kidsIn("ACTIVE")).toEqual([next]);
  expect(await kidsIn("RETIRED")).toContain(old);
  expect(
    await owner(
      "select from identity.signing_keys where state = 'RETIRED' and private_jwk_encrypted is not null",
    ),
  ).toEqual([]);

  // Another instance that knows the new key alone, and one that still signs with the old: both are believed.
  const fresh = ring();
  const after = await mintAccessToken(fresh.keys, claims);
  expect(headerOf(after).kid).toBe(next);
  expect(headerOf(await mintAccessToken(running.keys, claims)).kid).toBe(old);
  for (const { keys } of [running, fresh]) {
    expect(await verifyAccessToken(keys, before)).toMatchObject({ isValid: true });
    expect(await verifyAccessToken(keys, after)).toMatchObject({ isValid: true });
  }
  clock.turn(6 * minute);
  expect(headerOf(await mintAccessToken(running.keys, claims)).kid).toBe(next);
  expect(await publishedBy(fresh)).toHaveLength(3);

  await owner("update identity.signing_keys set published_until = now() where state = 'RETIRED'");
  expect(await publishedBy(ring())).not.toContain(old);
  expect(await verifyAccessToken(ring().keys, before)).toEqual({
    isValid: false,
    isExpired: false,
  });
});

it("believes nothing that a revoked key signed, and signs with the next at once", async () => {
  const token = await mintAccessToken(ring().keys, claims);
  const { kid } = headerOf(token);
  await owner("select identity.revoke_signing_key($1)", kid);

  expect(await verifyAccessToken(ring().keys, token)).toMatchObject({ isValid: false });
  expect(await publishedBy(ring())).not.toContain(kid);
  expect(headerOf(await mintAccessToken(ring().keys, claims)).kid).not.toBe(kid);
});

it("names the key and the remedy when its secret is another, and still verifies", async () => {
  const token = await mintAccessToken(ring().keys, claims);
  const wrong = openKeyRing(bank, { clock: openTestClock(), keyEncryptionKey: "w".repeat(32) });
  await expect(mintAccessToken(wrong.keys, claims)).rejects.toThrow(
    `IDENTITY_KEK does not open the signing key ${headerOf(token).kid}.`,
  );
  expect(await verifyAccessToken(wrong.keys, token)).toMatchObject({ isValid: true });
});
