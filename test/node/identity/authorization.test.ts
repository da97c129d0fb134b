// ASVS 5.0, chapter 8. What 8.2.1 and 8.2.2 ask of every route, the matrix asks; here is what it cannot.
import { beforeAll, describe, expect, it } from "vitest";
import { allEndpoints } from "../../../src/meta.ts";
import { isWrite } from "../../../src/platform/endpoint.ts";
import { change } from "../../support/credentials.ts";
import { openSite, type Site } from "../../support/matrix/site.ts";
import { newRef } from "../../support/refs.ts";

let site: Site;
beforeAll(async () => {
  site = await openSite();
});

const wallet = (ownerRef: string, currency = "IDR") => ({ owner_ref: ownerRef, currency });
const suspend = (userRef: string) =>
  site.operator.post(`/v1/admin/users/${userRef}/suspend`, { reason: "SECURITY" });

describe("8.2.2 a stranger's thing", () => {
  it("is answered in the same words as one that never was", async () => {
    const [ana, ben] = [await site.newCaller("user"), await site.newCaller("user")];
    const hers = site.clientOf(ana);
    const opened = await hers.post("/v1/wallets", wallet(ana.caller.ownerRef));
    const his = site.clientOf(ben);
    const answers = [];
    for (const ref of [opened.body.wallet_ref, newRef()]) {
      const { status, body } = await his.get(`/v1/wallets/${ref}`);
      const { instance: _request, wallet_ref: _ref, ...told } = body;
      answers.push({ status, told });
    }
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]?.status).toBe(404);
  });

  it("is in no list of somebody else's", async () => {
    const [ana, ben] = [await site.newCaller("user"), await site.newCaller("user")];
    await site.clientOf(ana).post("/v1/wallets", wallet(ana.caller.ownerRef));
    const his = site.clientOf(ben);
    for (const path of ["/v1/wallets", "/v1/transactions", "/v1/auth/api-keys"]) {
      expect((await his.get(path)).body.data).toEqual([]);
    }
    const asked = await his.get(`/v1/wallets?owner_ref=${ana.caller.ownerRef}`);
    expect(asked.body.data).toEqual([]);
  });
});

describe("7.4.1 a session that has ended", () => {
  const guarded = allEndpoints.filter((spec) => isWrite(spec) && spec.scope !== "public");
  let bearer = "";
  beforeAll(async () => {
    const person = await site.newCaller("admin");
    bearer = person.bearer;
    await change(
      site.bank,
      "update identity.user_sessions set revoked_at = now(), revoked_reason = 'LOGOUT' where session_ref = $1",
      person.caller.credentialRef,
    );
  });

  it.each(
    guarded
      .filter((spec) => !spec.looksAtCredential)
      .map((spec) => [`${spec.method} ${spec.path}`, spec] as const),
  )("changes nothing by %s, although its token has minutes left", async (_name, spec) => {
    const path = spec.path.replaceAll(/\{\w+\}/g, () => newRef());
    const answer = await site.send(path, {
      method: spec.method.toUpperCase(),
      headers: { authorization: `Bearer ${bearer}` },
    });
    expect([answer.status, JSON.parse(await answer.text()).code]).toEqual([
      401,
      "credential_ended",
    ]);
  });

  it("is looked at by the commit of transactions themselves, and by nobody else's", () => {
    const itself = guarded.filter((spec) => spec.looksAtCredential).map(({ path }) => path);
    expect(itself.length).toBeGreaterThan(0);
    expect(itself.filter((path) => !path.startsWith("/v1/transactions"))).toEqual([]);
  });
});

describe("8.2.3 a field that a caller may not set", () => {
  it.each(
    allEndpoints
      // What a provider sends is read as it is, after its signature.
      .filter((spec) => isWrite(spec) && !spec.takesRawBody)
      .map((spec) => [`${spec.method} ${spec.path}`, spec] as const),
  )("is refused and not ignored by %s", async (_name, spec) => {
    const { bearer } = await site.newCaller("admin");
    const path = spec.path.replaceAll("{role}", "user").replaceAll(/\{\w+\}/g, () => newRef());
    const answer = await site.send(path, {
      method: spec.method.toUpperCase(),
      headers: {
        authorization: `Bearer ${bearer}`,
        "content-type": "application/json",
        "if-match": "*",
        "idempotency-key": newRef(),
      },
      body: JSON.stringify({ ...spec.bodyExample, roles: ["admin"], is_admin: true }),
    });
    const { errors } = JSON.parse(await answer.text());
    expect(answer.status).toBe(422);
    const pointers = errors.map(({ pointer }: { pointer: string }) => pointer);
    expect(pointers).toEqual(expect.arrayContaining(["/roles", "/is_admin"]));
  });

  it("is not among what is shown either: nobody sees hashes, and nobody but operators sees accounts", async () => {
    const [user, admin] = [await site.newCaller("user"), await site.newCaller("admin")];
    const me = await site.clientOf(user).get("/v1/auth/me");
    const seen = await site.clientOf(admin).get(`/v1/admin/users/${user.caller.ownerRef}`);
    for (const { status, body } of [me, seen]) {
      expect(status).toBe(200);
      expect(Object.keys(body).filter((name) => /hash|secret|password/.test(name))).toEqual([]);
    }
  });
});

describe("8.3.2 a change of what somebody may do", () => {
  it("acts at once when they are suspended, although their token has minutes left", async () => {
    const person = await site.newCaller("user");
    const client = site.clientOf(person);
    expect((await client.post("/v1/wallets", wallet(person.caller.ownerRef))).status).toBe(201);
    expect((await suspend(person.caller.ownerRef)).status).toBe(200);
    const after = await client.post("/v1/wallets", wallet(person.caller.ownerRef, "USD"));
    expect(after.body).toMatchObject({ status: 401, code: "credential_ended" });
  });

  it("acts at once on their API keys too, and ends when they are reactivated", async () => {
    const person = await site.newCaller("user");
    const made = await site
      .clientOf(person)
      .post("/v1/auth/api-keys", { name: "Robot", scopes: ["wallets:write"] });
    const robot = site.clientOf({ bearer: String(made.body.api_key) });
    await suspend(person.caller.ownerRef);
    const stopped = await robot.post("/v1/wallets", wallet(person.caller.ownerRef));
    expect(stopped.body).toMatchObject({ code: "credential_ended" });
    await site.operator.post(`/v1/admin/users/${person.caller.ownerRef}/reactivate`, {});
    expect((await robot.post("/v1/wallets", wallet(person.caller.ownerRef))).status).toBe(201);
  });

  it("acts at once when a role is taken, and a key that was made with it loses what it gave", async () => {
    const person = await site.newCaller("operator");
    const client = site.clientOf(person);
    const made = await client.post("/v1/auth/api-keys", {
      name: "Robot",
      scopes: ["wallets:freeze", "wallets:read"],
    });
    const opened = await site.operator.post("/v1/wallets", wallet(newRef()));
    const freeze = `/v1/wallets/${opened.body.wallet_ref}/freeze`;
    const userRef = person.caller.ownerRef;
    const taken = await site.operator.delete(`/v1/admin/users/${userRef}/roles/operator`);
    expect(taken.body).toMatchObject({ roles: ["user"] });

    expect((await client.post(freeze, {})).body).toMatchObject({ code: "credential_ended" });
    const robot = site.clientOf({ bearer: String(made.body.api_key) });
    expect((await robot.post(freeze, {})).body).toMatchObject({ code: "scope_missing" });
  });
});
