// An account's life inside workerd, over HTTP, with the mailbox that whoever develops reads.
import { exports } from "cloudflare:workers";
import { expect, it, vi } from "vitest";
import { createPasswords, passwordCostOf } from "../../src/identity/passwords.ts";
import { createClient, type Send } from "../support/http.ts";
import { newRef } from "../support/refs.ts";

const send: Send = (path, init) =>
  exports.default.fetch(new Request(`https://saku.test${path}`, init));
const anybody = createClient(send, null);
const password = "kopi susu tanpa gula";

vi.spyOn(console, "log").mockImplementation(() => undefined);

type Message = { destination: string; template: string; code: string };

/** The newest message to an address. */
async function mailTo(email: string): Promise<Message> {
  const response = await send("/dev/mailbox");
  const { data } = (await response.json()) as { data: Message[] };
  const message = data.find(({ destination }) => destination === email);
  if (!message) throw new Error(`Nothing was sent to ${email}.`);
  return message;
}

async function registered() {
  const email = `${newRef().toLowerCase()}@example.test`;
  const begun = await anybody.post("/v1/auth/register", { email, password });
  expect(begun.status).toBe(201);
  const { code } = await mailTo(email);
  const verified = await anybody.post("/v1/auth/otp/verify", {
    otp_ref: begun.body.otp_ref,
    code,
  });
  expect(verified.status).toBe(200);
  return { email, userRef: String(verified.body.user_ref) };
}

async function loggedIn(email: string, secret = password) {
  const { status, body } = await anybody.post("/v1/auth/login", { email, password: secret });
  expect(status).toBe(200);
  return body;
}

it("leads from a registration to a wallet of one's own, and out again", async () => {
  const { email, userRef } = await registered();
  const login = await loggedIn(email);
  const person = createClient(send, String(login.access_token));
  const me = await person.get("/v1/auth/me");
  expect(me.body).toMatchObject({ user_ref: userRef, email, roles: ["user"] });
  expect(me.headers.get("cache-control")).toBe("no-store");

  const opened = await person.post("/v1/wallets", { owner_ref: userRef, currency: "IDR" });
  expect(opened.status).toBe(201);
  const refreshed = await anybody.post("/v1/auth/refresh", { refresh_token: login.refresh_token });
  expect(refreshed.status).toBe(200);
  expect(refreshed.body.session_ref).toBe(login.session_ref);

  expect((await person.post("/v1/auth/logout", {})).status).toBe(200);
  const after = await person.post("/v1/wallets", { owner_ref: userRef, currency: "USD" });
  expect(after.body).toMatchObject({ status: 401, code: "credential_ended" });
  const again = await anybody.post("/v1/auth/refresh", {
    refresh_token: refreshed.body.refresh_token,
  });
  expect(again.body).toMatchObject({ code: "refresh_token_invalid" });
});

it("answers a wrong password and an unknown address with the same status, headers and body", async () => {
  const { email } = await registered();
  const answers = [];
  for (const address of [email, `${newRef().toLowerCase()}@example.test`]) {
    const { status, headers, body } = await anybody.post("/v1/auth/login", {
      email: address,
      password: "not the right password",
    });
    const { instance: _request, ...told } = body;
    const own = ["request-id", "traceparent", "content-length", "date"];
    answers.push([status, told, [...headers].filter(([name]) => !own.includes(name))]);
  }
  expect(answers[0]).toEqual(answers[1]);
  expect(answers[0]?.[0]).toBe(401);
});

it("sets a new password by mail, one message a minute, and sends word to an address that has no account", async () => {
  const { email } = await registered();
  const sent = await anybody.post("/v1/auth/password/forgot", { email });
  expect(sent.status).toBe(202);
  const wanted = await anybody.post("/v1/auth/password/forgot", { email });
  expect([wanted.status, wanted.body.code]).toEqual([429, "sent_too_often"]);
  expect(wanted.headers.get("retry-after")).toMatch(/^\d+$/);

  const unknown = `${newRef().toLowerCase()}@example.test`;
  const told = await anybody.post("/v1/auth/password/forgot", { email: unknown });
  expect([told.status, told.body]).toEqual([202, { delivery: "SENT" }]);
  expect(await mailTo(unknown)).toMatchObject({ template: "no_account", code: "" });

  const { code } = await mailTo(email);
  const next = { reset_token: code, new_password: "teh tarik tanpa gula" };
  expect((await anybody.post("/v1/auth/password/reset", next)).status).toBe(200);
  expect(await loggedIn(email, next.new_password)).toMatchObject({ token_type: "Bearer" });
});

it("6.2.1 and 6.2.4 name what is wrong with a password, and 413 stops a body that is none", async () => {
  const email = "ayu@example.test";
  const short = await anybody.post("/v1/auth/register", { email, password: "short" });
  expect(short.body).toMatchObject({
    code: "validation_failed",
    errors: [{ in: "body", pointer: "/password", message: "At least 12 characters." }],
  });
  expect(JSON.stringify(short.body)).not.toContain('"short"');
  const common = await anybody.post("/v1/auth/register", { email, password: "Password123456" });
  expect(common.body).toMatchObject({ status: 422, code: "password_too_common" });
  const huge = await anybody.post("/v1/auth/login", { email, password: "x".repeat(1_000_000) });
  expect(huge.status).toBe(413);
});

it("lists and ends sessions, and asks for a fresh proof where one is needed", async () => {
  const { email } = await registered();
  const mine = createClient(send, String((await loggedIn(email)).access_token));
  const other = await loggedIn(email);
  const listed = await mine.get("/v1/auth/sessions");
  expect(listed.body.data).toHaveLength(2);
  const ended = await mine.delete(`/v1/auth/sessions/${other.session_ref}`);
  expect([ended.status, ended.body.session_ref]).toEqual([200, other.session_ref]);
  const lost = await mine.delete(`/v1/auth/sessions/${newRef()}`);
  expect(lost.body).toMatchObject({ status: 404, code: "session_not_found" });
  const all = await mine.post("/v1/auth/logout-all", {});
  expect(all.body).toEqual({ sessions_ended: 1, api_keys_ended: 0 });
});

it("adds an authenticator app, which the next login asks for", async () => {
  const { email } = await registered();
  const alone = createClient(send, String((await loggedIn(email)).access_token));
  expect((await alone.post("/v1/auth/totp", {})).body.code).toBe("step_up_required");
  const asked = await alone.post("/v1/auth/step-up/request", {});
  const { code } = await mailTo(email);
  const proven = await alone.post("/v1/auth/step-up", { otp_ref: asked.body.otp_ref, code });
  const person = createClient(send, String(proven.body.access_token));
  const begun = await person.post("/v1/auth/totp", {});
  expect(begun.body.otpauth_url).toContain(String(begun.body.secret));
  const wrong = await person.post("/v1/auth/totp/confirm", { code: "000000" });
  expect([wrong.status, wrong.body.code]).toEqual([401, "second_factor_wrong"]);
});

it("hashes at the full cost of production in the runtime of production", async () => {
  const passwords = createPasswords({ pepper: "a pepper", cost: passwordCostOf("full") });
  const stored = await passwords.hash(password);
  expect(await passwords.verify(password, stored)).toMatchObject({ isRight: true });
  expect(await passwords.verify("another password", stored)).toMatchObject({ isRight: false });
});
