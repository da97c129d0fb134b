// One walk past every secret that there is, over HTTP; then everything that was written, said or kept is read.
import { afterAll, beforeAll, expect, inject, it, vi } from "vitest";
import { createApp } from "../../../src/app.ts";
import { configOf } from "../../../src/config.ts";
import { stepOf, timeCode } from "../../../src/identity/time-code.ts";
import { systemClock } from "../../../src/platform/clock.ts";
import { bucketsInMemory, createRateLimiter } from "../../../src/platform/rate-limit.ts";
import { servicesOf } from "../../../src/services.ts";
import { directLanes } from "../../../src/transactions/index.ts";
import { bytesOfBase32, newEmail } from "../../support/accounts.ts";
import { type Bank, configFor, openTestBank } from "../../support/bank.ts";
import { bindingsOf, testOperatorKey } from "../../support/bindings.ts";
import { queryAs } from "../../support/database.ts";

type Exchange = { readonly place: string; readonly status: number; readonly said: string };

const logged: string[] = [];
const exchanges: Exchange[] = [];
/** Every secret of the walk with its name, for the failure to say which. */
const secrets = new Map<string, string>();
const codes: string[] = [];

let bank: Bank;
let app: ReturnType<typeof createApp>;

beforeAll(async () => {
  for (const level of ["log", "info", "warn", "error", "debug"] as const) {
    vi.spyOn(console, level).mockImplementation((...words) => void logged.push(words.join(" ")));
  }
  bank = await openTestBank();
  const config = configFor(bank.appUrl, inject("testStack").proxyUrl);
  const deliverCode = async ({ code }: { code: string }) => void codes.push(code);
  const rules = configOf({ ...bindingsOf(bank.appUrl, ""), RATE_LIMITS: "login=99/60" });
  const limits = createRateLimiter(rules.RATE_LIMITS, bucketsInMemory(systemClock), systemClock);
  const services = servicesOf(config, directLanes, { limits, deliverCode });
  app = createApp(() => services);
  await walk();
});
afterAll(() => vi.restoreAllMocks());

const keep = (name: string, value: unknown): string => {
  const secret = String(value);
  if (secret.length < 6) throw new Error(`The walk did not come by ${name}.`);
  secrets.set(name, secret);
  return secret;
};

async function call(method: string, path: string, body?: unknown, bearer?: string) {
  const answer = await app.request(
    `https://saku.test${path}`,
    {
      method,
      headers: {
        ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
        "content-type": "application/json",
        "cf-connecting-ip": "203.0.113.7",
        "user-agent": "A walker",
      },
      ...(method === "GET"
        ? {}
        : { body: typeof body === "string" ? body : JSON.stringify(body ?? {}) }),
    },
    {},
  );
  const text = await answer.text();
  const place = `${method} ${path}`;
  const headers = JSON.stringify([...answer.headers]);
  exchanges.push({
    place,
    status: answer.status,
    said: answer.status < 400 ? headers : `${headers}${text}`,
  });
  return { status: answer.status, body: JSON.parse(text) as Record<string, unknown> };
}

const post = (path: string, body?: unknown, bearer?: string) => call("POST", path, body, bearer);
const wrongCode = (code: string) =>
  code.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10));

async function walk(): Promise<void> {
  const email = keep("the address", newEmail());
  const password = keep("the first password", "kopi susu tanpa gula 1");
  await walkIn(email, password);
  // The next message is sent some minutes after the first.
  await queryAs(
    bank.ownerUrl,
    "update identity.user_otps set created_at = created_at - interval '2 hours', expires_at = expires_at - interval '2 hours'",
  );
  const access = await walkThroughSessions(email, password);
  const next = await walkThroughReset(email, access);
  const token = await walkThroughFactors(email, next);
  await walkThroughKeys(token);
  await post("/v1/auth/logout", {}, token);
  await call("GET", "/v1/auth/me", undefined, token);
}

async function walkIn(email: string, password: string): Promise<void> {
  await post("/v1/auth/register", { email, password: keep("a short one", "kopi9x!") });
  await post("/v1/auth/register", `{"email":"${email}","password":"${password}"`);
  const { body } = await post("/v1/auth/register", { email, password, username: "walker" });
  const code = keep("the code of the registration", codes.at(-1));
  await post("/v1/auth/otp/verify", { otp_ref: body.otp_ref, code: wrongCode(code) });
  await post("/v1/auth/otp/verify", { otp_ref: body.otp_ref, code });
  await post("/v1/auth/otp/verify", { otp_ref: body.otp_ref, code });
}

async function walkThroughSessions(email: string, password: string): Promise<string> {
  await post("/v1/auth/login", { email, password: keep("a wrong password", "kopi pahit sekali!") });
  const first = (await post("/v1/auth/login", { email, password })).body;
  const refreshToken = keep("the first refresh token", first.refresh_token);
  keep("the first access token", first.access_token);
  const second = (await post("/v1/auth/refresh", { refresh_token: refreshToken })).body;
  keep("the second refresh token", second.refresh_token);
  await post("/v1/auth/refresh", { refresh_token: `${refreshToken}x` });
  await post(`/v1/auth/sessions/${refreshToken}`, {}, String(second.access_token));
  return keep("the second access token", second.access_token);
}

async function walkThroughReset(email: string, access: string): Promise<string> {
  await post("/v1/auth/password/forgot", { email });
  const reset = keep("the reset token", codes.at(-1));
  const chosen = keep("the second password", "teh tawar panas 22");
  await post("/v1/auth/password/reset", { reset_token: reset, new_password: chosen });
  await post("/v1/auth/password/reset", { reset_token: reset, new_password: chosen });
  await post("/v1/auth/password/change", { current_password: chosen, new_password: "x" }, access);
  const { body } = await post("/v1/auth/login", { email, password: chosen });
  return keep("the third access token", body.access_token);
}

/** Proves it again by the code that is sent: an app is set up by nobody who has a password alone. */
async function walkUp(access: string): Promise<string> {
  const asked = (await post("/v1/auth/step-up/request", {}, access)).body;
  const code = keep("the code of the step up", codes.at(-1));
  const { body } = await post("/v1/auth/step-up", { otp_ref: asked.otp_ref, code }, access);
  return keep("the access token that was stepped up", body.access_token);
}

async function walkThroughFactors(email: string, last: string): Promise<string> {
  const access = await walkUp(last);
  const begun = (await post("/v1/auth/totp", {}, access)).body;
  const key = bytesOfBase32(keep("the secret of the app", begun.secret));
  const shown = (later: number) => timeCode(key, stepOf(systemClock.now()) + later);
  const confirmed = (await post("/v1/auth/totp/confirm", { code: shown(-1) }, access)).body;
  for (const [place, code] of (confirmed.backup_codes as string[]).entries()) {
    keep(`backup code ${place}`, code);
  }
  const password = secrets.get("the second password");
  const login = (await post("/v1/auth/login", { email, password })).body;
  const challenge = keep("the challenge", login.challenge_token);
  await post("/v1/auth/login/verify", { challenge_token: challenge, code: wrongCode(shown(0)) });
  const code = keep("the code of the app", shown(0));
  const session = (await post("/v1/auth/login/verify", { challenge_token: challenge, code })).body;
  keep("the third refresh token", session.refresh_token);
  return keep("the fourth access token", session.access_token);
}

async function walkThroughKeys(access: string): Promise<void> {
  const wanted = { name: "Robot", scopes: ["wallets:read"] };
  const made = (await post("/v1/auth/api-keys", wanted, access)).body;
  const key = keep("the API key", made.api_key);
  const rotated = (await post(`/v1/auth/api-keys/${made.key_ref}/rotate`, {}, access)).body;
  keep("the second API key", rotated.api_key);
  await call("GET", "/v1/wallets", undefined, key);
  await call("GET", "/v1/ledger/integrity", undefined, key);
  await call("GET", "/v1/wallets", undefined, `${key}x`);
  await call("GET", `/v1/auth/api-keys/${key}`, undefined, access);
  await call("DELETE", `/v1/auth/api-keys/${made.key_ref}`, {}, access);
  await call("GET", "/v1/wallets", undefined, keep("the bootstrap key", testOperatorKey));
  const { IDENTITY_PEPPER, IDENTITY_KEK, IDENTITY_TOKEN_SECRET, CURSOR_SECRET } = bindingsOf(
    "",
    "",
  );
  for (const [name, value] of Object.entries({
    IDENTITY_PEPPER,
    IDENTITY_KEK,
    IDENTITY_TOKEN_SECRET,
    CURSOR_SECRET,
  })) {
    keep(name, value);
  }
}

/** The names of the secrets that a text holds, as they are, or as Postgres shows their bytes. */
function secretsIn(text: string): string[] {
  return [...secrets]
    .filter(([, secret]) => {
      const spellings = [
        secret,
        Buffer.from(secret).toString("hex"),
        JSON.stringify(secret).slice(1, -1),
      ];
      // Six digits turn up by chance inside longer numbers, so they count only by themselves.
      return spellings.some((spelling) =>
        /^\d{6}$/.test(spelling)
          ? new RegExp(`(?<![\\d.])${spelling}(?!\\d)`).test(text)
          : text.includes(spelling),
      );
    })
    .map(([name]) => name);
}

it("came past every secret, and was answered as it should be", () => {
  expect(secrets.size).toBeGreaterThan(25);
  const answers = exchanges.map(
    ({ place, status }) => `${status} ${place.replace(/rt_.*|saku_.*/, "…")}`,
  );
  expect(answers.filter((answer) => answer.startsWith("5"))).toEqual([]);
  expect(answers.filter((answer) => answer.startsWith("2")).length).toBeGreaterThan(14);
  expect(answers.filter((answer) => answer.startsWith("4")).length).toBeGreaterThan(9);
});

it("says no secret in a problem, and none in any header", () => {
  // Whoever puts a secret into an address is told of that address, and of no other secret.
  const faults = exchanges.flatMap(({ place, said }) =>
    secretsIn(said)
      .filter((name) => !place.includes(secrets.get(name) ?? ""))
      .map((name) => `${place}: ${name}`),
  );
  expect(faults).toEqual([]);
});

it("writes no secret into the log, not even one that came in an address", () => {
  expect(logged.length).toBeGreaterThan(30);
  expect(logged.join()).toContain("/v1/auth/api-keys/[redacted]");
  expect(logged.flatMap((line) => secretsIn(line).map((name) => `${name}: ${line}`))).toEqual([]);
});

it("announces no secret", async () => {
  const rows = await queryAs<{ text: string }>(
    bank.ownerUrl,
    "select e::text as text from platform.outbox_events as e",
  );
  expect(rows.length).toBeGreaterThan(10);
  expect(rows.flatMap(({ text }) => secretsIn(text))).toEqual([]);
});

it("keeps no secret in any table, but for the address of the account itself", async () => {
  const tables = await queryAs<{ name: string }>(
    bank.ownerUrl,
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const faults: string[] = [];
  for (const { name } of tables) {
    const rows = await queryAs<{ text: string }>(
      bank.ownerUrl,
      `select t::text as text from ${name} as t`,
    );
    for (const { text } of rows)
      faults.push(...secretsIn(text).map((secret) => `${name}: ${secret}`));
  }
  expect(tables.map(({ name }) => name)).toContain("identity.access_denials");
  expect(faults.filter((fault) => fault !== "identity.users: the address")).toEqual([]);
});
