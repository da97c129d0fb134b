// What somebody who never read the reference needs to be told on the way to a second factor.
import { expect, it } from "vitest";
import { laptop, openAccounts, provenCaller } from "../../support/accounts.ts";
import { write } from "../../support/bank.ts";

const accounts = await openAccounts();
const proof = (code: string) => ({ write: write(), client: laptop, code });

it("names the field that is missing from a code that was sent, and the way there with a refusal", async () => {
  const person = await accounts.register();
  const caller = await accounts.callerOf(await accounts.logIn(person));
  await accounts.service.requestStepUp(caller, { write: write() });
  const code = accounts.sent.at(-1)?.code ?? "";
  await expect(
    accounts.service.stepUp(caller, { ...proof(code), otpRef: null }),
  ).rejects.toMatchObject({
    code: "validation_failed",
    extensions: { errors: [{ in: "body", pointer: "/otp_ref" }] },
  });
  await expect(accounts.service.beginTotp(caller, { write: write() })).rejects.toMatchObject({
    code: "step_up_required",
    message: expect.stringContaining("POST /v1/auth/step-up "),
    extensions: { step_up: "/v1/auth/step-up", step_up_request: "/v1/auth/step-up/request" },
  });
});

it("shows the product and the person's own address in the app", async () => {
  const person = await accounts.register();
  const caller = await provenCaller(accounts, person);
  const { otpauth_url } = await accounts.service.beginTotp(caller, { write: write() });
  expect(decodeURIComponent(new URL(otpauth_url).pathname)).toContain(`Saku:${person.email}`);
});
