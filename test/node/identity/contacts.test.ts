import { beforeAll, describe, expect, it } from "vitest";
import { emailSchema } from "../../../src/identity/email-address.ts";
import type { NewContact } from "../../../src/identity/request-contact-change.ts";
import type { Caller } from "../../../src/platform/caller.ts";
import {
  type Accounts,
  addApp,
  laptop,
  login,
  newEmail,
  nobody,
  openAccounts,
  provenCaller,
  refusalOf,
  registration,
} from "../../support/accounts.ts";
import { write } from "../../support/bank.ts";

let accounts: Accounts;
beforeAll(async () => {
  accounts = await openAccounts();
});

const email = (text: string): NewContact => ({ channel: "email", email: emailSchema.parse(text) });
const number = (phone: string): NewContact => ({ channel: "sms", phone });
const begin = (caller: Caller, contact: NewContact) =>
  accounts.service.requestContactChange(caller, { write: write(), contact });
const confirm = (caller: Caller, otpRef: string, code: string) =>
  accounts.service.confirmContactChange(caller, { write: write(), client: laptop, otpRef, code });
const lastCode = () => accounts.sent.at(-1)?.code ?? "";

const letTimePass = () =>
  accounts.change(
    "update identity.user_otps set created_at = created_at - interval '61 seconds', expires_at = expires_at - interval '1 second'",
  );

async function person() {
  const registered = await accounts.register();
  return { ...registered, caller: await provenCaller(accounts, registered) };
}

describe("changing an address or number", () => {
  it("takes the new address once its code has come back, and tells the old one", async () => {
    const { caller, email: old, password, userRef } = await person();
    const next = newEmail();
    const { otp_ref } = await begin(caller, email(next));
    expect(accounts.sent.at(-1)).toMatchObject({ destination: next, template: "email_change" });
    const before = accounts.service.logIn(nobody, login(next, password));
    expect(await refusalOf(before)).toBe("invalid_credentials");

    await confirm(caller, otp_ref, lastCode());
    expect(accounts.sent.at(-1)).toMatchObject({ destination: old, template: "email_changed" });
    expect(await accounts.service.logIn(nobody, login(next, password))).toMatchObject({
      isComplete: true,
    });
    expect(await refusalOf(accounts.service.logIn(nobody, login(old, password)))).toBe(
      "invalid_credentials",
    );
    expect((await accounts.bank.eventsOf(userRef)).at(-1)).toBe("user.email_changed");
  });

  it("takes a number that was proved by a message to it", async () => {
    const { caller } = await person();
    const { otp_ref, channel } = await begin(caller, number("+6281234567890"));
    expect(channel).toBe("sms");
    await confirm(caller, otp_ref, lastCode());
    const me = await accounts.service.getMe(caller);
    expect(me.phone).toBe("+6281234567890");
    expect(me.phone_verified_at).not.toBeNull();
  });

  it("6.3.8 tells nobody that another person has an address, and tells that person", async () => {
    const { caller } = await person();
    const other = await accounts.register();
    const { otp_ref } = await begin(caller, email(other.email));
    expect(accounts.sent.at(-1)).toMatchObject({ template: "account_exists", code: "" });
    const answers = [];
    for (let count = 0; count < 6; count += 1) {
      answers.push(await refusalOf(confirm(caller, otp_ref, "123456")));
    }
    expect(answers).toEqual([...Array.from({ length: 5 }, () => "code_wrong"), "code_ended"]);
  });

  it("gives an address to the one person of two who proves it first", async () => {
    const [one, two] = [await person(), await person()];
    const number = "+6281100220033";
    const first = await begin(one.caller, { channel: "sms", phone: number });
    const firstCode = lastCode();
    await letTimePass();
    const second = await begin(two.caller, { channel: "sms", phone: number });
    expect(await refusalOf(confirm(one.caller, first.otp_ref, firstCode))).toBe("code_ended");
    await confirm(two.caller, second.otp_ref, lastCode());
    await letTimePass();
    await begin(one.caller, { channel: "sms", phone: number });
    expect(accounts.sent.at(-1)?.template).toBe("account_exists");
  });

  it("gives an address that somebody only began to register to the person who proves it", async () => {
    const { caller, userRef } = await person();
    const wanted = newEmail();
    const change = await begin(caller, email(wanted));
    const code = lastCode();
    await letTimePass();
    const squatted = await accounts.service.register(nobody, registration(wanted));
    const squattersCode = lastCode();
    await confirm(caller, change.otp_ref, code);
    expect(await accounts.service.getMe(caller)).toMatchObject({
      user_ref: userRef,
      email: wanted,
    });

    const late = { write: write(), client: laptop, otpRef: squatted.otp_ref, code: squattersCode };
    expect(await refusalOf(accounts.service.verifyRegistration(nobody, late))).toBe("code_ended");
  });

  it("7.5.1 is for a fresh proof only, and for the person who asked", async () => {
    const { caller } = await person();
    const stranger = await person();
    const old = { ...caller, authTime: (caller.authTime ?? 0) - 301 };
    expect(await refusalOf(begin(old, email(newEmail())))).toBe("step_up_required");
    const { otp_ref } = await begin(caller, email(newEmail()));
    expect(await refusalOf(confirm(old, otp_ref, lastCode()))).toBe("step_up_required");
    expect(await refusalOf(confirm(stranger.caller, otp_ref, lastCode()))).toBe("code_ended");
  });

  it("7.5.1 is for whoever proved more than a password, which may be stolen", async () => {
    const registered = await accounts.register();
    const caller = await accounts.callerOf(await accounts.logIn(registered));
    expect(await refusalOf(begin(caller, email(newEmail())))).toBe("step_up_required");
    const proven = await provenCaller(accounts, registered);
    const { otp_ref } = await begin(proven, number("+6281234500000"));
    expect(await refusalOf(confirm(caller, otp_ref, lastCode()))).toBe("step_up_required");
  });

  it("7.5.1 asks whoever has an app for a code of it, also in the session in which it was set up", async () => {
    const { caller } = await person();
    await addApp(accounts, caller);
    expect(await refusalOf(begin(caller, email(newEmail())))).not.toBe("step_up_required");
    const registered = await accounts.register();
    const first = await accounts.callerOf(await accounts.logIn(registered));
    const app = await addApp(accounts, first);
    const claimed = { ...first, hasSecondFactor: true };
    expect(await refusalOf(begin(claimed, email(newEmail())))).toBe("step_up_required");
    const input = { write: write(), client: laptop, code: app.shows(), otpRef: null };
    const proven = await accounts.callerOf(await accounts.service.stepUp(first, input));
    expect(await begin(proven, email(newEmail()))).toMatchObject({ channel: "email" });
  });
});
