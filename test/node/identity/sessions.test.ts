import { beforeAll, describe, expect, it } from "vitest";
import { createRoleService } from "../../../src/identity/role-service.ts";
import {
  type Accounts,
  laptop,
  nobody,
  openAccounts,
  phone,
  type Registered,
  refreshing,
  refusalOf,
} from "../../support/accounts.ts";
import { operator, write } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { lockOfUser, meet } from "../../support/meet.ts";

let accounts: Accounts;
let person: Registered;
beforeAll(async () => {
  accounts = await openAccounts();
  person = await accounts.register();
});

const refresh = (token: string, client = laptop) =>
  accounts.service.refresh(nobody, refreshing(token, client));
const standing = async (sessionRef: string) =>
  (
    await queryAs(accounts.bank.appUrl, "select identity.ended_credentials(array[$1])", [
      sessionRef,
    ])
  ).length === 0;
const sessionsOf = async (tokens: { access_token: string }) =>
  accounts.service.listSessions(await accounts.callerOf(tokens), {});

describe("ASVS 7.2: what a session is known by", () => {
  it("7.2.1 verifies an access token here, with a key that only the service has", async () => {
    const { access_token } = await accounts.logIn(person);
    const [head, body = "", signature] = access_token.split(".");
    const claims = JSON.parse(Buffer.from(body, "base64url").toString());
    const forged = Buffer.from(JSON.stringify({ ...claims, scope: "users:write" }));
    const forgery = { access_token: `${head}.${forged.toString("base64url")}.${signature}` };
    await expect(accounts.callerOf(forgery)).rejects.toThrow();
  });

  it("7.2.2 gives people tokens that are made for their session, and no static secret", async () => {
    const [one, two] = [await accounts.logIn(person), await accounts.logIn(person)];
    expect(one.access_token).not.toBe(two.access_token);
    expect(one.expires_in).toBeLessThanOrEqual(900);
  });

  it("7.2.3 gives refresh tokens of 256 bits that are never alike", async () => {
    const tokens = await Promise.all(Array.from({ length: 8 }, () => accounts.logIn(person)));
    const secrets = tokens.map((pair) => pair.refresh_token.split(".")[1] ?? "");
    expect(secrets.map((secret) => Buffer.from(secret, "base64url").length)).toEqual(
      Array.from({ length: 8 }, () => 32),
    );
    expect(new Set(secrets).size).toBe(8);
  });

  it("7.2.4 opens a new session at every login and at every renewed proof, and ends the one before", async () => {
    const other = await accounts.register();
    const before = await accounts.logIn(other);
    const caller = await accounts.callerOf(before);
    const { otp_ref: otpRef } = await accounts.service.requestStepUp(caller, { write: write() });
    const code = accounts.sent.at(-1)?.code ?? "";
    const input = { write: write(), client: laptop, code, otpRef };
    const after = await accounts.service.stepUp(caller, input);
    expect(after.session_ref).not.toBe(before.session_ref);
    expect(await standing(before.session_ref)).toBe(false);
    expect(await refusalOf(refresh(before.refresh_token))).toBe("refresh_token_invalid");
    expect(after.session_expires_at).toBe(before.session_expires_at);
    expect((await accounts.callerOf(after)).hasSecondFactor).toBe(true);
  });
});

describe("ASVS 7.3: how long a session lasts", () => {
  it("7.3.1 ends a session that was idle for two weeks", async () => {
    const { refresh_token, refresh_expires_at } = await accounts.logIn(person);
    expect(Date.parse(refresh_expires_at) - Date.now()).toBeLessThanOrEqual(14 * 86_400_000);
    await accounts.change("update identity.refresh_tokens set expires_at = clock_timestamp()");
    expect(await refusalOf(refresh(refresh_token))).toBe("refresh_token_invalid");
  });

  it("7.3.2 ends a session thirty days after its login, however often it is refreshed", async () => {
    const first = await accounts.logIn(person);
    expect(Date.parse(first.session_expires_at) - Date.now()).toBeLessThanOrEqual(30 * 86_400_000);
    await accounts.change(
      "update identity.user_sessions set expires_at = clock_timestamp() + interval '1 hour' where session_ref = $1",
      first.session_ref,
    );
    const second = await refresh(first.refresh_token);
    expect(Date.parse(second.refresh_expires_at) - Date.now()).toBeLessThanOrEqual(3_600_000);
    await accounts.change(
      "update identity.user_sessions set expires_at = clock_timestamp() where session_ref = $1",
      first.session_ref,
    );
    expect(await refusalOf(refresh(second.refresh_token))).toBe("refresh_token_invalid");
    expect(await standing(first.session_ref)).toBe(false);
  });
});

describe("ASVS 7.4: ending sessions", () => {
  it("7.4.1 ends a session at logout, with its refresh token, and again without harm", async () => {
    const tokens = await accounts.logIn(person);
    const caller = await accounts.callerOf(tokens);
    const first = await accounts.service.endSession(caller, { write: write() });
    const second = await accounts.service.endSession(caller, { write: write() });
    expect(second.result).toEqual(first.result);
    expect(await standing(tokens.session_ref)).toBe(false);
    expect(await refusalOf(refresh(tokens.refresh_token))).toBe("refresh_token_invalid");
    expect(await accounts.bank.eventsOf(tokens.session_ref)).toEqual([
      "session.opened",
      "session.revoked",
    ]);
  });

  it("7.4.2 ends every session of somebody who is suspended, and lets them open none", async () => {
    const other = await accounts.register();
    const tokens = await accounts.logIn(other);
    const people = createRoleService(accounts.deps);
    const input = { write: write(), userRef: other.userRef, reason: "SECURITY" as const };
    await people.suspendUser(operator, input);
    expect(await standing(tokens.session_ref)).toBe(false);
    expect(await refusalOf(refresh(tokens.refresh_token))).toBe("refresh_token_invalid");
    expect(await refusalOf(accounts.logIn(other))).toBe("invalid_credentials");
  });

  it("7.4.3 ends the other sessions when a password changes, and keeps the one that changed it", async () => {
    const other = await accounts.register();
    const [mine, theirs] = [await accounts.logIn(other), await accounts.logIn(other, phone)];
    const caller = await accounts.callerOf(mine);
    await accounts.service.changePassword(caller, {
      write: write(),
      client: laptop,
      currentPassword: other.password,
      newPassword: "teh tarik tanpa gula",
    });
    expect(await standing(theirs.session_ref)).toBe(false);
    expect(await standing(mine.session_ref)).toBe(true);
    expect(await refusalOf(refresh(theirs.refresh_token, phone))).toBe("refresh_token_invalid");
    expect(await refusalOf(refresh(mine.refresh_token))).toMatchObject({ answered: {} });
  });

  it("7.4.5 lets those who run the platform end one session or all of a person", async () => {
    const other = await accounts.register();
    const tokens = await accounts.logIn(other);
    const shown = await accounts.service.listSessions(operator, { userRef: other.userRef });
    expect(shown.map((session) => session.session_ref)).toEqual([tokens.session_ref]);
    const input = { write: write(), sessionRef: tokens.session_ref };
    await accounts.service.endSession(operator, input);
    expect(await standing(tokens.session_ref)).toBe(false);
  });

  it("lets an auditor see somebody's sessions and end none", async () => {
    const other = await accounts.register();
    const tokens = await accounts.logIn(other);
    const auditor = {
      ...(await accounts.callerOf(await accounts.logIn(person))),
      isOperator: true,
      scopes: new Set(["account:read", "account:write", "users:read"] as const),
    };
    const seen = await accounts.service.listSessions(auditor, { userRef: other.userRef });
    expect(seen).toHaveLength(1);
    const input = { write: write(), sessionRef: tokens.session_ref };
    expect(await refusalOf(accounts.service.endSession(auditor, input))).toBe("session_not_found");
    expect(await standing(tokens.session_ref)).toBe(true);
  });
});

describe("ASVS 7.5: what needs a fresh proof", () => {
  const later = async (tokens: { access_token: string }) => {
    const caller = await accounts.callerOf(tokens);
    return { ...caller, authTime: (caller.authTime ?? 0) - 301 };
  };

  it("7.5.1 changes no factor for somebody whose proof is older than five minutes", async () => {
    const caller = await later(await accounts.logIn(person));
    const code = { write: write(), client: laptop, code: "123456" };
    for (const work of [
      accounts.service.beginTotp(caller, { write: write() }),
      accounts.service.confirmTotp(caller, code),
      accounts.service.removeTotp(caller, code),
      accounts.service.replaceBackupCodes(caller, code),
    ]) {
      expect(await refusalOf(work)).toBe("step_up_required");
    }
  });

  it("7.5.2 shows people their sessions, and ends another one for a fresh proof only", async () => {
    const other = await accounts.register();
    const mine = await accounts.logIn(other);
    const lost = await accounts.logIn(other, phone);
    const seen = await sessionsOf(mine);
    expect(seen.map((session) => session.session_ref)).toEqual([
      lost.session_ref,
      mine.session_ref,
    ]);
    expect(seen[0]).toMatchObject({ ip_address: phone.ip, user_agent: phone.userAgent });

    const input = { write: write(), sessionRef: lost.session_ref };
    const old = await later(mine);
    expect(await refusalOf(accounts.service.endSession(old, input))).toBe("step_up_required");
    expect(
      await refusalOf(
        accounts.service.logOutEverywhere(old, { write: write(), includeApiKeys: false }),
      ),
    ).toBe("step_up_required");
    await accounts.service.endSession(await accounts.callerOf(mine), input);
    expect(await sessionsOf(mine)).toHaveLength(1);

    const all = await accounts.service.logOutEverywhere(await accounts.callerOf(mine), {
      write: write(),
      includeApiKeys: false,
    });
    expect(all.result).toEqual({ sessions_ended: 1, api_keys_ended: 0 });
    expect(await standing(mine.session_ref)).toBe(false);
  });

  it("7.5.3 says in the token when a person last proved who they are, which no refresh makes newer", async () => {
    const tokens = await accounts.logIn(person);
    const { authTime, hasSecondFactor } = await accounts.callerOf(tokens);
    expect(Math.abs(Date.now() / 1_000 - (authTime ?? 0))).toBeLessThan(5);
    expect(hasSecondFactor).toBe(false);

    await accounts.change(
      "update identity.user_sessions set auth_time = auth_time - interval '10 minutes' where session_ref = $1",
      tokens.session_ref,
    );
    const old = await accounts.callerOf(await refresh(tokens.refresh_token));
    expect((authTime ?? 0) - (old.authTime ?? 0)).toBe(600);
    expect(await refusalOf(accounts.service.beginTotp(old, { write: write() }))).toBe(
      "step_up_required",
    );
  });
});

it("keeps ten sessions at most, and gives up the one that was quiet longest", async () => {
  const other = await accounts.register();
  const opened = [];
  for (let count = 0; count < 11; count += 1) opened.push(await accounts.logIn(other));
  const [oldest, ...rest] = opened;
  expect(await standing(oldest?.session_ref ?? "")).toBe(false);
  const stand = await Promise.all(rest.map(({ session_ref }) => standing(session_ref)));
  expect(stand.every(Boolean)).toBe(true);

  const lock = lockOfUser(other.userRef);
  await meet(accounts.bank.ownerUrl, lock, 6, () => accounts.logIn(other));
  const last = await accounts.logIn(other);
  expect(await sessionsOf(last)).toHaveLength(10);
});

it("shows strangers no session, and lets them end none", async () => {
  const other = await accounts.register();
  const theirs = await accounts.logIn(other);
  const stranger = await accounts.callerOf(await accounts.logIn(person));
  expect(await accounts.service.listSessions(stranger, { userRef: other.userRef })).toEqual([]);
  const input = { write: write(), sessionRef: theirs.session_ref };
  expect(await refusalOf(accounts.service.endSession(stranger, input))).toBe("session_not_found");
});

it("has nothing of a person to show or change behind a key", async () => {
  const key = { ...operator, userRef: person.userRef, credentialRef: operator.ownerRef };
  for (const work of [
    accounts.service.endSession(key, { write: write() }),
    accounts.service.logOutEverywhere(key, { write: write(), includeApiKeys: false }),
    accounts.service.listSessions(key, {}),
    accounts.service.beginTotp(key, { write: write() }),
    accounts.service.requestStepUp(key, { write: write() }),
  ]) {
    expect(await refusalOf(work)).toBe("session_required");
  }
});
