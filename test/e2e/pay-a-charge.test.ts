import { afterAll, expect, it } from "vitest";
import { openSandboxProvider } from "../../dev/sandbox-provider/server.ts";
import { newRef } from "../support/refs.ts";
import { openSite } from "../support/site.ts";

const secret = "a secret between the sandbox and the site";
let siteUrl = "";
const provider = await openSandboxProvider({
  port: 0,
  secret,
  notifyUrl: () => `${siteUrl}v1/payments/providers/sandbox/notifications`,
});
const site = await openSite({
  PAYMENT_PROVIDERS: JSON.stringify({ sandbox: { url: provider.url, secret } }),
});
siteUrl = site.url;
afterAll(async () => {
  await site.close();
  await provider.close();
});

const statusOf = async (ref: unknown) =>
  (await site.api.get(`/v1/payments/charges/${ref}`)).body.status;

it("is paid on the provider's page, settles, and leaves the books whole", async () => {
  const wish = { amount: "25000", currency: "IDR", description: "Invoice 1042" };
  const made = await site.api.post("/v1/payments/charges", wish, { "idempotency-key": newRef() });
  expect(made.status).toBe(201);
  const { charge_ref: ref, external_reference: id, instructions } = made.body;
  expect(instructions).toMatchObject({ redirect_url: `${provider.url}/pay/${id}` });

  const page = await (await fetch(`${provider.url}/pay/${id}`)).text();
  expect(page).toContain("Invoice 1042");
  await fetch(`${provider.url}/pay/${id}/pay`, { method: "POST" });
  await expect.poll(() => statusOf(ref), { timeout: 20_000 }).toBe("PAID");

  await fetch(`${provider.url}/control/charges/${id}/settle`, { method: "POST", body: "{}" });
  await expect.poll(() => statusOf(ref), { timeout: 20_000 }).toBe("SETTLED");
  expect((await site.api.get("/v1/ledger/integrity")).body).toMatchObject({ ok: true });
});
