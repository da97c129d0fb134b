// Keys inside workerd: what is sealed, signed and checked there is what Node does elsewhere in the tests.

import { env, exports } from "cloudflare:workers";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { mintAccessToken } from "../../src/identity/access-token.ts";
import { createSigningKeys } from "../../src/identity/signing-keys.ts";
import { allEndpoints } from "../../src/meta.ts";
import { systemClock } from "../../src/platform/clock.ts";
import { openDatabase } from "../../src/platform/database.ts";
import { jsonSchemaOf } from "../../src/platform/openapi.ts";
import { testOperatorKey } from "../support/bindings.ts";
import { endpointsAt } from "../support/endpoints-at.ts";
import { createClient, type Send } from "../support/http.ts";
import { newRef } from "../support/refs.ts";

const send: Send = (path, init) =>
  exports.default.fetch(new Request(`https://saku.test${path}`, init));
const operator = createClient(send, testOperatorKey);
const from = (ip: string) => ({ "cf-connecting-ip": ip });

vi.spyOn(console, "log").mockImplementation(() => undefined);

async function issueKey(wanted: Record<string, unknown> = {}) {
  const body = { name: "Robot", scopes: ["wallets:read"], ...wanted };
  const { status, body: issued } = await operator.post("/v1/auth/api-keys", body);
  expect(status).toBe(201);
  return { key: String(issued.api_key), keyRef: String(issued.key_ref) };
}

it("publishes the public keys, for five minutes' keeping, and says nothing private", async () => {
  const { status, headers, body } = await operator.get("/.well-known/jwks.json");
  expect(status).toBe(200);
  expect(headers.get("cache-control")).toBe("public, max-age=300");
  expect(body.keys).toHaveLength(2);
  expect(JSON.stringify(body)).not.toContain('"d"');
});

it("believes a token that another instance signed, and tells of one whose session nobody knows", async () => {
  const keys = createSigningKeys({
    database: openDatabase(env.DATABASE_URL, env.NEON_PROXY_URL),
    clock: systemClock,
    secrets: { keyEncryptionKey: env.IDENTITY_KEK },
    environment: "test",
  });
  const token = await mintAccessToken(keys, {
    userRef: newRef(),
    sessionRef: newRef(),
    roles: ["user"],
    scopes: ["wallets:read", "wallets:write"],
    authTime: 1_790_000_000,
    hasSecondFactor: false,
  });
  const api = createClient(send, token);
  expect((await api.get("/v1/wallets")).status).toBe(200);
  expect((await api.get("/v1/ledger/integrity")).body).toMatchObject({ code: "scope_missing" });
  const opened = await api.post("/v1/wallets", { owner_ref: newRef(), currency: "IDR" });
  expect(opened.body).toMatchObject({ code: "credential_ended" });
  expect((await createClient(send, `${token.slice(0, -6)}AAAAAA`).get("/v1/wallets")).status).toBe(
    401,
  );
});

it("makes, rotates and revokes a key over HTTP", async () => {
  const { key, keyRef } = await issueKey();
  const robot = createClient(send, key);
  expect((await robot.get("/v1/wallets")).status).toBe(200);
  expect((await robot.get(`/v1/auth/api-keys/${keyRef}`)).body).toMatchObject({
    code: "scope_missing",
  });
  const rotated = await operator.post(`/v1/auth/api-keys/${keyRef}/rotate`, {
    overlap_seconds: 60,
  });
  expect(rotated.status).toBe(201);
  const successor = createClient(send, String(rotated.body.api_key));
  expect((await successor.get("/v1/wallets")).status).toBe(200);
  expect((await operator.get(`/v1/auth/api-keys/${keyRef}`)).body).toMatchObject({
    rotated_to: rotated.body.key_ref,
  });
  const { status, body } = await operator.delete(`/v1/auth/api-keys/${keyRef}`);
  expect([status, typeof body.revoked_at]).toEqual([200, "string"]);
  expect((await operator.get("/v1/auth/api-keys?limit=1")).body.data).toHaveLength(1);
});

it.each([
  [{ scopes: [] }, "/scopes"],
  [{ scopes: ["wallets:read", "wallets:read"] }, "/scopes"],
  [{ scopes: ["moon:walk"] }, "/scopes/0"],
  [{ ip_allow_list: ["300.1.1.1"] }, "/ip_allow_list/0"],
  [{ ip_allow_list: ["10.0.0.0/33"] }, "/ip_allow_list/0"],
  [{ expires_at: "tomorrow" }, "/expires_at"],
  [{ name: " " }, "/name"],
  [{ mode: "live" }, "/mode"],
])("refuses a key that is asked for with %j", async (wanted, pointer) => {
  const body = { name: "Robot", scopes: ["wallets:read"], ...wanted };
  const answer = await operator.post("/v1/auth/api-keys", body);
  expect(answer.status).toBe(422);
  expect(answer.body.errors).toEqual(
    expect.arrayContaining([expect.objectContaining({ pointer })]),
  );
});

it("4.1.3 believes Cloudflare alone about where a request comes from", async () => {
  const { key } = await issueKey({ ip_allow_list: ["203.0.113.7"] });
  const robot = createClient(send, key);
  const spoofed = {
    "x-forwarded-for": "203.0.113.7",
    "x-real-ip": "203.0.113.7",
    "true-client-ip": "203.0.113.7",
    forwarded: "for=203.0.113.7",
    "x-client-ip": "203.0.113.7",
  };
  expect((await robot.get("/v1/wallets", from("203.0.113.7"))).status).toBe(200);
  for (const headers of [
    {},
    from("203.0.113.8"),
    spoofed,
    { ...spoofed, ...from("203.0.113.8") },
  ]) {
    const { status, body } = await robot.get("/v1/wallets", headers);
    expect([status, body.code]).toEqual([403, "address_not_allowed"]);
  }
});

/** NDJSON is read line by line, and every other JSON as a whole. */
function jsonPartsOf(type: string, text: string): string[] {
  if (type.includes("ndjson")) return text.split("\n").filter(Boolean);
  return type.includes("json") ? [text] : [];
}

describe("every answer", () => {
  const answers = new Map<string, Response>();
  beforeAll(async () => {
    const bearer = { authorization: `Bearer ${testOperatorKey}` };
    const asked: [string, RequestInit][] = [
      ["/health", {}],
      ["/openapi.json", {}],
      ["/.well-known/jwks.json", {}],
      ["/nowhere", { headers: { accept: "text/html" } }],
      ["/v1/wallets", {}],
      ["/v1/wallets?limit=2", { headers: bearer }],
      [`/v1/wallets/${newRef()}`, { headers: bearer }],
      ["/v1/wallets?limit=1", { headers: { ...bearer, accept: "text/csv" } }],
      ["/v1/wallets?limit=3", { headers: { ...bearer, accept: "application/x-ndjson" } }],
      ["/v1/auth/api-keys", { headers: bearer }],
      ["/v1/auth/api-keys?limit=0", { headers: bearer }],
      ["/v1/nowhere", { headers: bearer }],
    ];
    for (const [path, init] of asked) answers.set(path, await send(path, init));
  });

  it("4.1.1 says what its body is, and in which characters", async () => {
    for (const [path, answer] of answers) {
      const type = answer.headers.get("content-type") ?? "";
      expect([path, type]).toEqual([
        path,
        expect.stringMatching(/^(text\/\w+; ?charset=utf-8|application\/[\w.+-]+)/i),
      ]);
      const bytes = await answer.clone().arrayBuffer();
      const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
      for (const part of jsonPartsOf(type, text)) expect(JSON.parse(part)).toBeTypeOf("object");
    }
  });

  it("14.3.2 asks everybody on the way to keep nothing that is somebody's", () => {
    for (const [path, answer] of answers) {
      if (!path.startsWith("/v1/")) continue;
      expect([path, answer.headers.get("cache-control")]).toEqual([path, "no-store"]);
    }
  });
});

it("4.1.4 answers in no method that an address does not have", async () => {
  for (const path of new Set(allEndpoints.map((spec) => spec.path))) {
    const own = endpointsAt(path).map(({ method }) => method.toUpperCase());
    for (const method of ["OPTIONS", "PROPFIND", "POST", "PUT", "PATCH", "DELETE"]) {
      if (own.includes(method)) continue;
      const answer = await send(path.replaceAll(/\{\w+\}/g, newRef()), { method });
      expect([method, path, answer.status]).toEqual([method, path, 405]);
      await answer.body?.cancel();
    }
  }
});

it("14.2.1 takes secrets in headers and bodies, and never in an address", async () => {
  const secret = /token|secret|password|otp|code|api_?key|credential|email|phone/i;
  const faults = allEndpoints.flatMap(({ path, params, query, operationId }) =>
    [
      ...[...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ""),
      ...Object.keys(params ? (jsonSchemaOf(params, "input").properties ?? {}) : {}),
      ...Object.keys(query ? (jsonSchemaOf(query, "input").properties ?? {}) : {}),
    ]
      .filter((name) => secret.test(name))
      .map((name) => `${operationId}: ${name}`),
  );
  expect(faults).toEqual([]);
  for (const name of ["access_token", "api_key", "token", "authorization"]) {
    const answer = await send(`/v1/wallets?${name}=${testOperatorKey}`);
    expect(answer.status).toBe(401);
    expect(await answer.text()).not.toContain(testOperatorKey);
  }
});
