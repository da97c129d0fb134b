import { generateKeyPairSync, sign as signWith } from "node:crypto";
import { beforeAll, expect, it } from "vitest";
import {
  accessTokenLifeS,
  mintAccessToken,
  verifyAccessToken,
} from "../../../src/identity/access-token.ts";
import { newRef, openTestBank } from "../../support/bank.ts";
import { type KeyRing, openKeyRing, openTestClock } from "../../support/credentials.ts";

const claims = {
  userRef: newRef(),
  sessionRef: newRef(),
  roles: ["user"],
  scopes: ["wallets:read", "wallets:write"],
  authTime: 1_790_000_000,
  hasSecondFactor: false,
};
const invalid = { isValid: false, isExpired: false };
const expired = { isValid: false, isExpired: true };

const clock = openTestClock();
let ring: KeyRing;
let other: KeyRing;
beforeAll(async () => {
  const bank = await openTestBank();
  ring = openKeyRing(bank, { clock });
  // The same database, and so the same keys, under another name.
  other = openKeyRing(bank, { clock, environment: "preview" });
});

const mint = () => mintAccessToken(ring.keys, claims);
const verify = (token: string) => verifyAccessToken(ring.keys, token);
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const decoded = (part: string | undefined) =>
  JSON.parse(Buffer.from(part ?? "", "base64url").toString());
const seconds = () => Math.floor(clock.now().getTime() / 1_000);

/** A token with another header or payload, signed by the real key: only what it says is wrong. */
async function resigned(header: object, payload: object): Promise<string> {
  const [head, body] = (await mint()).split(".");
  const words = `${encoded({ ...decoded(head), ...header })}.${encoded({ ...decoded(body), ...payload })}`;
  const { sign } = await ring.keys.active();
  return `${words}.${(await sign(Buffer.from(words))).toString("base64url")}`;
}

it("says who is calling, and lives fifteen minutes", async () => {
  const [head, body] = (await mint()).split(".");
  expect(decoded(head)).toEqual({ alg: "EdDSA", typ: "at+jwt", kid: expect.any(String) });
  const payload = decoded(body);
  expect(payload).toMatchObject({ sub: claims.userRef, sid: claims.sessionRef, iss: "saku:test" });
  expect(payload.exp - payload.iat).toBe(15 * 60);
  expect(Buffer.from(payload.jti, "base64url")).toHaveLength(16);
  expect(await verify(await mint())).toMatchObject({ isValid: true, claims });
});

it("9.1.1 believes no word of a token whose signature does not fit", async () => {
  const token = await mint();
  const [head, body, signature = ""] = token.split(".");
  const richer = encoded({ ...decoded(body), scope: "roles:write", roles: ["admin"] });
  const flipped = Buffer.from(signature, "base64url");
  flipped[0] = (flipped[0] ?? 0) ^ 1;
  const forgeries = [
    `${head}.${richer}.${signature}`,
    `${encoded({ ...decoded(head), note: 1 })}.${body}.${signature}`,
    `${head}.${body}.${flipped.toString("base64url")}`,
    `${head}.${body}.${signature.slice(0, -4)}`,
    `${head}.${body}.`,
    `${head}.${body}`,
    `${token}.${signature}`,
    ` ${token}`,
    `${head}.${body}.${signature}=`,
    `${head}.${Buffer.from("no json").toString("base64url")}.${signature}`,
    "x".repeat(5_000),
    "",
  ];
  for (const forgery of forgeries) expect(await verify(forgery)).toEqual(invalid);
});

it.each(["none", "None", "HS256", "RS256", "ES256", "Ed25519"])(
  "9.1.2 takes no algorithm but EdDSA, not even %s",
  async (alg) => {
    expect(await verify(await resigned({ alg }, {}))).toEqual(invalid);
    const [head, body] = (await mint()).split(".");
    expect(await verify(`${encoded({ ...decoded(head), alg })}.${body}.`)).toEqual(invalid);
  },
);

it("9.1.3 verifies with its own keys, whatever key a token brings along or points to", async () => {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const jwk = publicKey.export({ format: "jwk" });
  const [head, body] = (await mint()).split(".");
  const own = decoded(head);
  for (const header of [
    { ...own, jwk },
    { ...own, jwk, kid: "mine-mine-mine" },
    { ...own, kid: "mine-mine-mine", jku: "https://keys.example.test/jwks.json" },
    { ...own, kid: "mine-mine-mine", x5u: "https://keys.example.test/chain.pem" },
    { ...own, kid: "../../etc/passwd" },
    { ...own, kid: "' or true --" },
  ]) {
    const words = `${encoded(header)}.${body}`;
    const signature = signWith(null, Buffer.from(words), privateKey).toString("base64url");
    expect(await verify(`${words}.${signature}`)).toEqual(invalid);
  }
  // Signed by a key of ours, what else the header says is not even read; a demand that it be understood is refused.
  expect(await verify(await resigned({ jwk, jku: "https://keys.example.test" }, {}))).toMatchObject(
    {
      isValid: true,
    },
  );
  expect(await verify(await resigned({ crit: ["b64"], b64: false }, {}))).toEqual(invalid);
});

it("9.2.1 believes a token from its start to its end, and not a second longer", async () => {
  const now = seconds();
  expect(await verify(await resigned({}, { exp: now }))).toEqual(expired);
  expect(await verify(await resigned({}, { exp: now - 1 }))).toEqual(expired);
  expect(await verify(await resigned({}, { exp: now + 2 }))).toMatchObject({ isValid: true });
  expect(await verify(await resigned({}, { nbf: now + 40 }))).toEqual(invalid);
  expect(await verify(await resigned({}, { iat: now + 40 }))).toEqual(invalid);
  expect(await verify(await resigned({}, { nbf: now + 20 }))).toMatchObject({ isValid: true });
  for (const missing of ["exp", "nbf", "iat"]) {
    expect(await verify(await resigned({}, { [missing]: undefined }))).toEqual(invalid);
    expect(await verify(await resigned({}, { [missing]: String(now + 60) }))).toEqual(invalid);
  }
  const token = await mint();
  clock.turn(accessTokenLifeS - 2);
  expect(await verify(token)).toMatchObject({ isValid: true });
  clock.turn(2);
  expect(await verify(token)).toEqual(expired);
});

it.each(["JWT", "id+jwt", "rt+jwt", undefined])(
  "9.2.2 takes no token of another kind: %s",
  async (typ) => {
    expect(await verify(await resigned({ typ }, {}))).toEqual(invalid);
  },
);

it("9.2.3 takes no token that was made for somebody else, or by somebody else", async () => {
  for (const aud of ["saku:overlay", "", undefined, ["saku:api", "others"]]) {
    expect(await verify(await resigned({}, { aud }))).toEqual(invalid);
  }
  for (const iss of ["saku:production", "https://issuer.example.test", undefined]) {
    expect(await verify(await resigned({}, { iss }))).toEqual(invalid);
  }
});

it("9.2.4 tells its audience and its deployment in every token, even where two share their keys", async () => {
  const [, body] = (await mint()).split(".");
  expect(decoded(body)).toMatchObject({ aud: "saku:api", iss: "saku:test" });
  const elsewhere = await mintAccessToken(other.keys, claims);
  expect(await verifyAccessToken(other.keys, elsewhere)).toMatchObject({ isValid: true });
  expect(await verify(elsewhere)).toEqual(invalid);
});

it("takes no token whose claims are of another shape", async () => {
  for (const payload of [
    { sub: "nobody" },
    { sub: undefined },
    { sid: undefined },
    { scope: ["wallets:read"] },
    { roles: "admin" },
    { auth_time: "now" },
  ]) {
    expect(await verify(await resigned({}, payload))).toEqual(invalid);
  }
});
