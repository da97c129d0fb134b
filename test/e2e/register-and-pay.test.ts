import { afterAll, expect, it } from "vitest";
import { type ApiClient, createClient } from "../support/http.ts";
import { createMoney } from "../support/money.ts";
import { newRef } from "../support/refs.ts";
import { openSite } from "../support/site.ts";

const site = await openSite();
afterAll(() => site.close());
const anybody = createClient(site.send, null);
const money = createMoney(site.api);
const password = "kopi susu tanpa gula";

type Person = { readonly userRef: string; readonly email: string; readonly api: ApiClient };

async function codeFor(email: string): Promise<string> {
  const mailbox = await site.send("/dev/mailbox");
  const { data } = (await mailbox.json()) as { data: { destination: string; code: string }[] };
  return data.find(({ destination }) => destination === email)?.code ?? "";
}

async function logIn(email: string): Promise<ApiClient> {
  const login = await anybody.post("/v1/auth/login", { email, password });
  expect(login.status).toBe(200);
  return createClient(site.send, String(login.body.access_token));
}

async function register(): Promise<Person> {
  const email = `${newRef().toLowerCase()}@example.test`;
  const begun = await anybody.post("/v1/auth/register", { email, password });
  expect(begun.status).toBe(201);
  const code = await codeFor(email);
  const proof = { otp_ref: begun.body.otp_ref, code };
  const proved = await anybody.post("/v1/auth/otp/verify", proof);
  expect(proved.status).toBe(200);
  return { userRef: String(proved.body.user_ref), email, api: await logIn(email) };
}

async function openWallet({ api, userRef }: Person): Promise<string> {
  const opened = await api.post("/v1/wallets", { owner_ref: userRef, currency: "IDR" });
  expect(opened.status).toBe(201);
  return String(opened.body.wallet_ref);
}

it("takes two people from nothing to a payment, and shows each what is theirs", async () => {
  const [ana, ben] = [await register(), await register()];
  const [hers, his] = [await openWallet(ana), await openWallet(ben)];
  const own = { wallet_ref: hers, amount: "50000", currency: "IDR" };
  const key = () => ({ "idempotency-key": newRef() });
  const made = await ana.api.post("/v1/transactions/topup", own, key());
  expect(made.body).toMatchObject({ status: 403, code: "scope_missing" });
  expect((await money.topUp(hers, "50000")).status).toBe(201);

  const payment = {
    source_wallet_ref: hers,
    destination_wallet_ref: his,
    amount: "15000",
    currency: "IDR",
  };
  const stolen = await ben.api.post("/v1/transactions/transfer", payment, key());
  expect(stolen.body).toMatchObject({ status: 404, code: "wallet_not_found" });
  const paid = await ana.api.post("/v1/transactions/transfer", payment, key());
  expect(paid.status).toBe(201);

  expect((await ben.api.get(`/v1/wallets/${his}/balance`)).body).toMatchObject({
    balance: "15000",
  });
  expect((await ben.api.get(`/v1/wallets/${hers}/balance`)).status).toBe(404);
  const activity = await ana.api.get("/v1/users/me/activity");
  const types = (activity.body.data as { activity_type: string }[]).map(
    (line) => line.activity_type,
  );
  expect(types).toContain("SESSION_OPENED");
});

it("makes somebody an operator, who suspends somebody else, who may do nothing more", async () => {
  const [boss, user] = [await register(), await register()];
  const given = await site.api.post(`/v1/admin/users/${boss.userRef}/roles`, { role: "operator" });
  expect(given.body).toMatchObject({ roles: ["operator", "user"] });
  const denied = await boss.api.get("/v1/admin/users");
  expect(denied.body).toMatchObject({ code: "scope_missing" });

  const operator = await logIn(boss.email);
  const suspended = await operator.post(`/v1/admin/users/${user.userRef}/suspend`, {
    reason: "ABUSE",
  });
  expect(suspended.body).toMatchObject({ status: "SUSPENDED" });
  const after = await user.api.post("/v1/wallets", { owner_ref: user.userRef, currency: "IDR" });
  expect(after.body).toMatchObject({ code: "credential_ended" });
  const again = await anybody.post("/v1/auth/login", { email: user.email, password });
  expect(again.body).toMatchObject({ code: "invalid_credentials" });
});
