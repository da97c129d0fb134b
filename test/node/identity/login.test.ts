import { beforeAll, describe, expect, it } from "vitest";
import { createAccountService } from "../../../src/identity/account-service.ts";
import { createPasswords, passwordCostOf } from "../../../src/identity/passwords.ts";
import { createRoleService } from "../../../src/identity/role-service.ts";
import { Problem } from "../../../src/platform/problem.ts";
import {
  bucketsInMemory,
  createRateLimiter,
  rateLimitRules,
} from "../../../src/platform/rate-limit.ts";
import {
  type Accounts,
  addApp,
  goodPassword,
  login,
  newEmail,
  nobody,
  openAccounts,
  phone,
  type Registered,
  refusalOf,
  registration,
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

const logIn = (email: string, password: string) =>
  accounts.service.logIn(nobody, login(email, password));
const openLimited = () =>
  openAccounts({
    limits: createRateLimiter(rateLimitRules, bucketsInMemory(accounts.clock), accounts.clock),
  });
const guess = (guarded: Accounts, { email }: Registered, ip: string) =>
  refusalOf(guarded.service.logIn(nobody, login(email, "a guess", { ip, userAgent: null })));
const storedOf = async ({ userRef }: { userRef: string }) => {
  const rows = await queryAs<{ password_hash: string }>(
    accounts.bank.ownerUrl,
    "select password_hash from identity.users where user_ref = $1",
    [userRef],
  );
  return rows[0]?.password_hash ?? "";
};
const activitiesOf = async (userRef: string) => {
  const rows = await queryAs<{ activity_type: string; metadata: { reason?: string } }>(
    accounts.bank.ownerUrl,
    "select activity_type, metadata from identity.user_activity_logs join identity.users u on u.id = user_id where user_ref = $1 order by log_ref",
    [userRef],
  );
  return rows.map(({ activity_type, metadata }) => [activity_type, metadata.reason]);
};

describe("logging in", () => {
  it("6.3.8 answers an unknown address, a suspended person and a wrong password alike, at one hash each", async () => {
    const suspended = await accounts.register();
    await createRoleService(accounts.deps).suspendUser(operator, {
      write: write(),
      userRef: suspended.userRef,
      reason: "SECURITY",
    });
    const pending = newEmail();
    await accounts.service.register(nobody, registration(pending));

    const tries: [string, string][] = [
      [newEmail(), goodPassword],
      [suspended.email, goodPassword],
      [suspended.email, "not the right password"],
      [pending, goodPassword],
      [person.email, "not the right password"],
    ];
    const answers: unknown[] = [];
    for (const [email, password] of tries) {
      const before = accounts.deps.passwords.count();
      try {
        answers.push(await logIn(email, password));
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        const { code, message, extensions, headers } = error;
        answers.push({ code, message, extensions, headers });
      }
      expect(accounts.deps.passwords.count() - before).toBe(1);
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ code: "invalid_credentials", extensions: {} });

    const before = accounts.deps.passwords.count();
    await logIn(person.email, person.password);
    expect(accounts.deps.passwords.count() - before).toBe(1);
    expect(await activitiesOf(suspended.userRef)).toContainEqual(["LOGIN_DENIED", "SUSPENDED"]);
    expect(await activitiesOf(person.userRef)).toContainEqual(["LOGIN_DENIED", "WRONG_PASSWORD"]);
  });

  it("6.3.1 holds back whoever guesses at one account, and lets them go on later", async () => {
    const guarded = await openLimited();
    const victim = await guarded.register();
    const answers = [];
    for (let index = 0; index < 8; index += 1) {
      answers.push(await guess(guarded, victim, "203.0.113.1"));
    }
    expect(answers.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => "invalid_credentials"));
    expect(answers.slice(5)).toEqual(Array.from({ length: 3 }, () => "rate_limited"));

    accounts.clock.turn(60);
    expect(await guess(guarded, victim, "203.0.113.1")).toBe("invalid_credentials");
  });

  it("6.3.1 lets nobody be locked out by strangers, wherever they guess from, and bounds all of them together", async () => {
    const guarded = await openLimited();
    const victim = await guarded.register();
    await guarded.logIn(victim);
    const answers = [];
    for (let index = 0; index < 70; index += 1) {
      answers.push(await guess(guarded, victim, `192.0.2.${index}`));
    }
    // The first login came from where nobody knew its person yet, and counts with the guesses.
    expect(answers.filter((answer) => answer === "invalid_credentials")).toHaveLength(59);
    expect(answers.at(-1)).toBe("rate_limited");
    expect(await refusalOf(guarded.logIn(victim))).toMatchObject({ answered: {} });
    expect(await refusalOf(guarded.logIn(victim, phone))).toBe("rate_limited");
  });

  it("6.3.1 counts a subscriber of IPv6 once, whichever of their addresses they guess from", async () => {
    const guarded = await openLimited();
    const victim = await guarded.register();
    const answers = [];
    for (let index = 1; index < 8; index += 1) {
      answers.push(await guess(guarded, victim, `2001:db8:1:2::${index}`));
    }
    expect(answers.filter((answer) => answer === "rate_limited")).toHaveLength(2);
    expect(await guess(guarded, victim, "2001:db8:1:3::1")).toBe("invalid_credentials");
  });

  it("6.3.1 holds back one address of the network that tries many accounts, before it hashes", async () => {
    const guarded = await openLimited();
    const answers = [];
    for (let index = 0; index < 22; index += 1) {
      answers.push(await refusalOf(guarded.service.logIn(nobody, login(newEmail(), goodPassword))));
    }
    expect(answers.filter((answer) => answer === "rate_limited")).toHaveLength(2);
    expect(guarded.deps.passwords.count()).toBe(20);
  });

  it("6.3.2 has no account that nobody registered", async () => {
    const fresh = await openAccounts();
    expect(await queryAs(fresh.bank.ownerUrl, "select from identity.users")).toHaveLength(0);
    for (const name of ["admin", "root", "saku", "operator"]) {
      const email = `${name}@example.test`;
      expect(await refusalOf(fresh.service.logIn(nobody, login(email, name)))).toBe(
        "invalid_credentials",
      );
    }
  });

  it("believes a comparison only for the password that stood when it was made", async () => {
    const other = await accounts.register();
    const stored = await storedOf(other);
    const slow = { ...accounts.deps.passwords };
    const verify: typeof slow.verify = async (password, phc) => {
      const verdict = await slow.verify(password, phc);
      // Meanwhile the password changes.
      await accounts.change(
        "update identity.users set password_hash = $2 where user_ref = $1",
        other.userRef,
        await slow.hash("teh tarik tanpa gula"),
      );
      return verdict;
    };
    const service = createAccountService({ ...accounts.deps, passwords: { ...slow, verify } });
    expect(await refusalOf(service.logIn(nobody, login(other.email, other.password)))).toBe(
      "invalid_credentials",
    );
    expect(await storedOf(other)).not.toBe(stored);
  });

  it("hashes a password anew at login when it was hashed at another cost", async () => {
    const other = await accounts.register();
    const weaker = createPasswords({
      pepper: accounts.deps.secrets.pepper,
      cost: { ln: 8, r: 8, p: 1 },
    });
    const old = await weaker.hash(other.password);
    await accounts.change(
      "update identity.users set password_hash = $2 where user_ref = $1",
      other.userRef,
      old,
    );
    await accounts.logIn(other);
    const { ln } = passwordCostOf("test");
    expect(await storedOf(other)).toMatch(new RegExp(`^\\$scrypt\\$ln=${ln},r=8,p=1,`));
    await accounts.logIn(other);
  });

  it("asks for the second factor of whoever has one, and opens nothing before", async () => {
    const other = await accounts.register();
    const app = await addApp(accounts, await accounts.callerOf(await accounts.logIn(other)));
    const result = await logIn(other.email, other.password);
    expect(result).toMatchObject({ isComplete: false });
    expect(JSON.stringify(result)).not.toContain("access_token");
    expect(app.backupCodes).toHaveLength(10);
  });

  it("notes the address, the device and the time of a login for its owner to see", async () => {
    const other = await accounts.register();
    const tokens = await accounts.logIn(other, phone);
    const caller = await accounts.callerOf(tokens);
    expect(await accounts.service.getMe(caller)).toMatchObject({
      user_ref: other.userRef,
      email: other.email,
      roles: ["user"],
      has_authenticator: false,
      session_ref: tokens.session_ref,
    });
    expect((await accounts.service.getMe(caller)).last_login_at).not.toBeNull();
    expect(await activitiesOf(other.userRef)).toContainEqual(["SESSION_OPENED", undefined]);
  });

  it("loses no login and opens as many sessions as there were, when eight come at once", async () => {
    const other = await accounts.register();
    const before = accounts.deps.passwords.count();
    const lock = lockOfUser(other.userRef);
    const tokens = await meet(accounts.bank.ownerUrl, lock, 8, () => accounts.logIn(other));
    expect(new Set(tokens.map(({ session_ref }) => session_ref)).size).toBe(8);
    expect(accounts.deps.passwords.count() - before).toBe(8);
  });

  it("says that it is busy instead of hashing without end", async () => {
    const passwords = createPasswords({ pepper: "p", cost: passwordCostOf("test") });
    const tries = Array.from({ length: 40 }, () => refusalOf(passwords.verify("x", null)));
    const answers = await Promise.all(tries);
    expect(answers.filter((answer) => answer === "hashing_busy")).toHaveLength(8);
    expect(await refusalOf(passwords.verify("x", null))).toMatchObject({ answered: {} });
  });
});

it("costs in production what the advice of its time asks for, within what Cloudflare allows", async () => {
  const { ln, r, p } = passwordCostOf("full");
  expect({ ln, r, p }).toEqual({ ln: 15, r: 8, p: 3 });
  expect(2 ** ln * r * p).toBeLessThanOrEqual(2 ** 20);
  const passwords = createPasswords({ pepper: "a pepper", cost: passwordCostOf("full") });
  const stored = await passwords.hash(goodPassword);
  expect(stored).toMatch(/^\$scrypt\$ln=15,r=8,p=3,keyid=[\w+/]{8}\$[\w+/]{22}\$[\w+/]{43}$/);
  expect(await passwords.verify(goodPassword, stored)).toEqual({
    isRight: true,
    isOutdated: false,
  });
  const otherPepper = createPasswords({ pepper: "another", cost: passwordCostOf("full") });
  expect(await otherPepper.verify(goodPassword, stored)).toMatchObject({ isRight: false });
});
