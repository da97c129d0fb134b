// What strangers, services and operators cannot do to others, and what it costs to try.
import { beforeAll, describe, expect, it, vi } from "vitest";
import { verifyAccessToken } from "../../../src/identity/access-token.ts";
import { emailSchema } from "../../../src/identity/email-address.ts";
import { tokenSchema } from "../../../src/identity/refresh-token.ts";
import { systemClock } from "../../../src/platform/clock.ts";
import {
  bucketsInMemory,
  createRateLimiter,
  rateLimitRules,
} from "../../../src/platform/rate-limit.ts";
import {
  type Accounts,
  addApp,
  goodPassword,
  laptop,
  newEmail,
  nobody,
  openAccounts,
  phone,
  provenCaller,
  refreshing,
  refusalOf,
  registration,
} from "../../support/accounts.ts";
import { makeKey } from "../../support/api-keys.ts";
import { operator, write } from "../../support/bank.ts";
import { openKeyRing } from "../../support/credentials.ts";
import { queryAs } from "../../support/database.ts";
import { callerWith } from "../../support/people.ts";

let accounts: Accounts;
beforeAll(async () => {
  accounts = await openAccounts();
});

const sessionOf = (caller: { readonly credentialRef: string | null }) => caller.credentialRef ?? "";
const page = { limit: 100, cursor: undefined };

describe("8.2.2 those who act for everybody", () => {
  it("end no session and no key of somebody who may do more than they", async () => {
    const { bank, service } = accounts;
    const [admin, user] = [await callerWith(bank, "admin"), await callerWith(bank, "user")];
    const ring = openKeyRing(bank, { clock: systemClock });
    const keyRefOf = async (maker: typeof admin) =>
      (await makeKey(ring, maker, { scopes: ["wallets:read"] })).result.key_ref;
    const [adminsKey, usersKey] = [await keyRefOf(admin), await keyRefOf(user)];
    const bootstrapsKey = await keyRefOf(operator);

    const runner = await callerWith(bank, "operator");
    const end = (sessionRef: string) => service.endSession(runner, { write: write(), sessionRef });
    const revoke = (keyRef: string) =>
      ring.service.revokeApiKey(runner, { write: write(), keyRef });
    expect(await refusalOf(end(sessionOf(admin)))).toBe("user_may_more");
    expect(await refusalOf(revoke(adminsKey))).toBe("user_may_more");
    expect(await refusalOf(revoke(bootstrapsKey))).toBe("user_may_more");
    expect((await end(sessionOf(user))).result.session_ref).toBe(user.credentialRef);
    expect((await revoke(usersKey)).result.revoked_at).not.toBeNull();
    // Of their own, everybody ends everything.
    const own = { ...admin, scopes: new Set(["account:write"] as const) };
    expect(await refusalOf(service.endSession(own, { write: write() }))).toMatchObject({
      answered: { isReplayed: false },
    });
  });

  it("see others' keys only where they see people: a service sees its own", async () => {
    const { bank } = accounts;
    const ring = openKeyRing(bank, { clock: systemClock });
    const user = await callerWith(bank, "user");
    const { key_ref: theirs } = (await makeKey(ring, user)).result;
    const service = await callerWith(bank, "service");
    const { key_ref: own } = (await makeKey(ring, service)).result;
    const seenBy = async (caller: typeof user) =>
      (await ring.service.listApiKeys(caller, page)).rows.map(({ key_ref }) => key_ref);
    expect(await seenBy(service)).toEqual([own]);
    expect(await refusalOf(ring.service.getApiKey(service, theirs))).toBe("api_key_not_found");
    for (const role of ["operator", "auditor", "admin"]) {
      expect(await seenBy(await callerWith(bank, role))).toEqual(
        expect.arrayContaining([own, theirs]),
      );
    }
  });
});

describe("2.3.5 what would want two people", () => {
  it("is in no role that somebody can register for, and its event says who did it", async () => {
    const { bank } = accounts;
    const registered = await accounts.register();
    const caller = await accounts.callerOf(await accounts.logIn(registered));
    for (const scope of ["transactions:post", "wallets:limits", "wallets:freeze"] as const) {
      expect(caller.scopes.has(scope)).toBe(false);
    }
    for (const scope of ["users:write", "roles:write"] as const) {
      expect(caller.scopes.has(scope)).toBe(false);
    }
    const runner = await callerWith(bank, "operator");
    const input = { write: write(), userRef: registered.userRef, reason: "SECURITY" as const };
    await bank.identity.suspendUser(runner, input);
    const [event] = await queryAs<{ acted_by: string }>(
      bank.ownerUrl,
      `select payload ->> 'acted_by' as acted_by from platform.outbox_events
       where aggregate_ref = $1 and event_type = 'user.suspended'`,
      [registered.userRef],
    );
    expect(event?.acted_by).toBe(runner.ownerRef);
  });

  it("is given by nobody to themselves beyond what they have", async () => {
    const { bank } = accounts;
    const runner = await callerWith(bank, "operator");
    const input = { write: write(), userRef: runner.ownerRef, role: "admin" };
    const granted = { ...runner, scopes: new Set([...runner.scopes, "roles:write" as const]) };
    expect(await refusalOf(bank.identity.assignRole(granted, input))).toBe("role_too_wide");
  });
});

describe("7.5.1 whoever has a password alone", () => {
  it("sets up no app, which would shut its owner out for good", async () => {
    const person = await accounts.register();
    const caller = await accounts.callerOf(await accounts.logIn(person));
    const begun = accounts.service.beginTotp(caller, { write: write() });
    expect(await refusalOf(begun)).toBe("step_up_required");
    const proven = await provenCaller(accounts, person);
    const secret = accounts.service.beginTotp(proven, { write: write() });
    expect((await secret).secret).toMatch(/^[A-Z2-7]{32}$/);
  });
});

describe("7.5.1 whoever has an app", () => {
  it("shows it before they make keys, give roles or log out everywhere, also where it was set up", async () => {
    const { bank, service } = accounts;
    const person = await accounts.register();
    await bank.identity.assignRole(operator, {
      write: write(),
      userRef: person.userRef,
      role: "admin",
    });
    const caller = await accounts.callerOf(await accounts.logIn(person));
    const app = await addApp(accounts, caller);
    const ring = openKeyRing(bank, { clock: accounts.clock });
    const other = await accounts.register();
    const give = { userRef: other.userRef, role: "streamer" };
    const work = (who: typeof caller) => [
      () => makeKey(ring, who),
      () => bank.identity.assignRole(who, { write: write(), ...give }),
      () => bank.identity.removeRole(who, { write: write(), ...give }),
      () => service.logOutEverywhere(who, { write: write(), includeApiKeys: true }),
    ];
    for (const attempt of work(caller)) expect(await refusalOf(attempt())).toBe("step_up_required");

    const input = { write: write(), client: laptop, code: app.shows(), otpRef: null };
    const proven = await accounts.callerOf(await service.stepUp(caller, input));
    for (const attempt of work(proven)) {
      expect(await refusalOf(attempt())).toMatchObject({ answered: { isReplayed: false } });
    }
  });
});

describe("7.4.3 logging out everywhere", () => {
  it("leaves API keys, on which services run, and ends them too for whoever asks for it", async () => {
    const { bank, service } = accounts;
    const person = await accounts.register();
    const ring = openKeyRing(bank, { clock: systemClock });
    const log = async (includeApiKeys: boolean) => {
      const caller = await accounts.callerOf(await accounts.logIn(person));
      return (await service.logOutEverywhere(caller, { write: write(), includeApiKeys })).result;
    };
    const caller = await accounts.callerOf(await accounts.logIn(person));
    const { key_ref: keyRef } = (await makeKey(ring, caller)).result;
    const endOf = async () => (await ring.service.getApiKey(caller, keyRef)).revoked_at;
    expect(await log(false)).toEqual({ sessions_ended: 2, api_keys_ended: 0 });
    expect(await endOf()).toBeNull();
    expect(await log(true)).toEqual({ sessions_ended: 1, api_keys_ended: 1 });
    expect(await endOf()).not.toBeNull();
    expect(await bank.eventsOf(keyRef)).toEqual(["api_key.created", "api_key.revoked"]);
  });
});

describe("2.4.1 what costs a hash", () => {
  it("is refused before it is made, for a token that stands for nothing and a message too many", async () => {
    const person = await accounts.register();
    const made = () => accounts.deps.passwords.count();
    const reset = (text: string) => {
      const token = tokenSchema("pr").parse(text);
      const newPassword = "teh tarik tanpa gula";
      return refusalOf(
        accounts.service.resetPassword(nobody, {
          write: write(),
          client: laptop,
          token,
          newPassword,
        }),
      );
    };
    const email = emailSchema.parse(person.email);
    await accounts.service.forgotPassword(nobody, { write: write(), client: laptop, email });
    const text = accounts.sent.at(-1)?.code ?? "";
    let before = made();
    for (const wrong of [
      `${text.slice(0, -1)}!`,
      "nothing",
      `pr_${person.userRef}.${"x".repeat(43)}`,
    ]) {
      expect(await reset(wrong)).toBe("reset_token_invalid");
    }
    expect(made()).toBe(before);
    expect(await reset(text)).toMatchObject({ answered: { user_ref: person.userRef } });
    expect(made()).toBe(before + 1);
    expect(await reset(text)).toBe("reset_token_invalid");
    expect(made()).toBe(before + 1);

    const wanted = newEmail();
    const begin = (username: string | null = null) =>
      refusalOf(accounts.service.register(nobody, registration(wanted, goodPassword, username)));
    await begin();
    before = made();
    expect(await begin()).toBe("sent_too_often");
    expect(made()).toBe(before);
  });
});

describe("6.6.3 messages that strangers ask for", () => {
  it("leave a person those that they ask for themselves, each purpose having its own", async () => {
    const { service, change } = accounts;
    const person = await accounts.register();
    const caller = await accounts.callerOf(await accounts.logIn(person));
    const pass = () =>
      change(
        "update identity.user_otps set created_at = created_at - interval '61 seconds', expires_at = expires_at - interval '61 seconds'",
      );
    const squat = () => refusalOf(service.register(nobody, registration(person.email)));
    for (let count = 0; count < 5; count += 1) {
      expect(await squat()).toMatchObject({ answered: { channel: "email" } });
      await pass();
    }
    expect(await squat()).toBe("sent_too_often");

    const stepUp = await refusalOf(service.requestStepUp(caller, { write: write() }));
    expect(stepUp).toMatchObject({ answered: { channel: "email" } });
    const email = emailSchema.parse(person.email);
    await service.forgotPassword(nobody, { write: write(), client: laptop, email });
    expect(accounts.sent.at(-1)?.template).toBe("password_reset");
    expect(await refusalOf(service.requestStepUp(caller, { write: write() }))).toBe(
      "sent_too_often",
    );
  });
});

describe("2.4.1 refreshing", () => {
  it("is counted by the session, although each refresh brings another token", async () => {
    const limits = createRateLimiter(rateLimitRules, bucketsInMemory(systemClock), systemClock);
    const guarded = await openAccounts({ limits });
    const [one, other] = [await guarded.register(), await guarded.register()];
    let token = (await guarded.logIn(one)).refresh_token;
    const outcomes: unknown[] = [];
    for (let count = 0; count < 40; count += 1) {
      const next = guarded.service.refresh(nobody, refreshing(token));
      const outcome = await next.catch((error: { code: string }) => error.code);
      outcomes.push(typeof outcome === "string" ? outcome : "refreshed");
      if (typeof outcome !== "string") token = outcome.refresh_token;
    }
    expect(outcomes).toContain("rate_limited");
    const theirs = (await guarded.logIn(other, phone)).refresh_token;
    expect(
      await refusalOf(guarded.service.refresh(nobody, refreshing(theirs, phone))),
    ).toMatchObject({
      answered: { token_type: "Bearer" },
    });
  });
});

describe("9.1.3 tokens that name a key which nobody knows", () => {
  it("make one question of many that come at one moment", async () => {
    const { keys } = openKeyRing(accounts.bank, { clock: accounts.clock });
    await keys.published();
    accounts.clock.turn(11);
    const head = Buffer.from(JSON.stringify({ alg: "EdDSA", typ: "at+jwt", kid: "made-up-kid" }));
    const forged = `${head.toString("base64url")}.e30.${"A".repeat(86)}`;
    const asked = vi.spyOn(globalThis, "fetch");
    const verdicts = await Promise.all(
      Array.from({ length: 50 }, () => verifyAccessToken(keys, forged)),
    );
    expect(verdicts.every(({ isValid }) => !isValid)).toBe(true);
    expect(asked.mock.calls.length).toBe(1);
    asked.mockRestore();
  });
});
