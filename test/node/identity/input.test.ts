// ASVS 5.0, chapters 2.2 and 4.4: what is sent is held against what a route says it takes, wherever it says so.
import { beforeAll, describe, expect, it } from "vitest";
import { allEndpoints } from "../../../src/meta.ts";
import { type EndpointSpec, isWrite } from "../../../src/platform/endpoint.ts";
import type { ApiClient } from "../../support/http.ts";
import type { RoleCaller } from "../../support/matrix/caller.ts";
import { openSite, type Site } from "../../support/matrix/site.ts";
import { newRef } from "../../support/refs.ts";

let site: Site;
let admin: RoleCaller;
let person: ApiClient;
beforeAll(async () => {
  site = await openSite();
  admin = await site.newCaller("admin");
  person = site.clientOf(await site.newCaller("user"));
});

const pathOf = ({ path }: EndpointSpec) =>
  path.replaceAll("{role}", "user").replaceAll(/\{\w+\}/g, () => newRef());

async function write(spec: EndpointSpec, body: unknown) {
  const answer = await site.send(pathOf(spec), {
    method: spec.method.toUpperCase(),
    headers: {
      authorization: `Bearer ${admin.bearer}`,
      "content-type": "application/json",
      "if-match": "*",
      "idempotency-key": newRef(),
    },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}

const examples = allEndpoints
  .filter((spec) => isWrite(spec) && spec.bodyExample)
  .map((spec) => [`${spec.method.toUpperCase()} ${spec.path}`, spec] as const);

describe("2.2.1 and 2.2.2 what is sent", () => {
  // A list, a number below every other, a text longer than any: nothing of ours takes all three of them.
  it.each(examples)("is held against its form, field by field, by %s", async (_name, spec) => {
    const example = spec.bodyExample ?? {};
    for (const name of Object.keys(example)) {
      const wrong = [[[]], -1e308, "\u0000".repeat(5_000)];
      const answers = [];
      for (const value of wrong) answers.push(await write(spec, { ...example, [name]: value }));
      for (const { status, body } of answers) {
        // Where secrets are sent, a body is too large before its text is too long.
        if (status === 413) continue;
        expect(status).toBe(422);
        const [fault] = body.errors;
        expect(fault.pointer.startsWith(`/${name}`)).toBe(true);
      }
    }
  });

  it.each(examples)("is refused by %s when it is no object at all", async (_name, spec) => {
    for (const body of [null, [], "text", 7]) {
      expect((await write(spec, body)).status).toBeGreaterThanOrEqual(400);
      expect((await write(spec, body)).status).toBeLessThan(500);
    }
  });

  it("says what is wrong with all of it at once, and where", async () => {
    const changes = { timezone: "GMT+7", language: "Indonesian", preferred_currency: "rupiah" };
    const { status, body } = await person.patch("/v1/users/me/profile", changes, {
      "if-match": "*",
    });
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([
      { in: "body", pointer: "/preferred_currency" },
      { in: "body", pointer: "/timezone" },
      { in: "body", pointer: "/language" },
    ]);
  });

  it.each(["GMT+7", "+07:00", "UTC+7", "Asia/Atlantis", "asia/jakarta\n", "EST5EDT4", ""])(
    "is no place of the time zone database: %j",
    async (timezone) => {
      const headers = { "if-match": "*" };
      const { status } = await person.patch("/v1/users/me/profile", { timezone }, headers);
      expect(status).toBe(422);
    },
  );

  it.each(["Asia/Jakarta", "America/Argentina/Buenos_Aires", "UTC"])(
    "is a place of the time zone database: %s",
    async (timezone) => {
      const headers = { "if-match": "*" };
      const { status } = await person.patch("/v1/users/me/profile", { timezone }, headers);
      expect(status).toBe(200);
    },
  );
});

describe("2.2.3 things that belong together", () => {
  it.each([
    [{ quiet_from: "22:00" }],
    [{ quiet_until: "06:00" }],
    [{ quiet_from: "22:00", quiet_until: null }],
    [{ quiet_from: "22:00", quiet_until: "22:00" }],
  ])("are refused when they do not go together: %j", async (changes) => {
    const headers = { "if-match": "*" };
    expect((await person.patch("/v1/users/me/preferences", changes, headers)).status).toBe(422);
  });

  it("are a wallet and its currency, and two sides of a payment", async () => {
    const opened = await site.operator.post("/v1/wallets", {
      owner_ref: newRef(),
      currency: "IDR",
    });
    const wallet = opened.body.wallet_ref;
    const key = () => ({ "idempotency-key": newRef() });
    const dollars = { wallet_ref: wallet, amount: "10.50", currency: "USD" };
    const other = await site.operator.post("/v1/transactions/topup", dollars, key());
    expect(other.status).toBe(422);
    const toItself = {
      source_wallet_ref: wallet,
      destination_wallet_ref: wallet,
      amount: "10",
      currency: "IDR",
    };
    const self = await site.operator.post("/v1/transactions/transfer", toItself, key());
    expect(self.body).toMatchObject({ code: "validation_failed" });
  });
});

describe("4.4.2 a page of another origin", () => {
  it.each(allEndpoints.filter(({ method }) => method === "get").map(({ path }) => path))(
    "opens no socket at %s",
    async (path) => {
      const answer = await site.send(
        path.replaceAll(/\{\w+\}/g, () => newRef()),
        {
          headers: {
            upgrade: "websocket",
            connection: "Upgrade",
            "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
            "sec-websocket-version": "13",
            origin: "https://elsewhere.example.test",
          },
        },
      );
      expect(answer.status).not.toBe(101);
      expect(answer.headers.get("access-control-allow-origin")).toBeNull();
    },
  );
});
