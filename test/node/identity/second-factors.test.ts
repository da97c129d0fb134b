import { beforeAll, describe, expect, it } from "vitest";
import { tokenSchema } from "../../../src/identity/refresh-token.ts";
import type { Caller } from "../../../src/platform/caller.ts";
import {
  type Accounts,
  addApp,
  laptop,
  login,
  nobody,
  openAccounts,
  phone,
  provenCaller,
  type Registered,
  refusalOf,
} from "../../support/accounts.ts";
import { write } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { lockOfUser, meet } from "../../support/meet.ts";

let accounts: Accounts;
beforeAll(async () => {
  accounts = await openAccounts();
});

type WithApp = Awaited<ReturnType<typeof addApp>> & { person: Registered; caller: Caller };

async function personWithApp(): Promise<WithApp> {
  const person = await accounts.register();
  const caller = await accounts.callerOf(await accounts.logIn(person));
  return { ...(await addApp(accounts, caller)), person, caller };
}

async function challengeOf({ email, password }: Registered) {
  const begun = await accounts.service.logIn(nobody, login(email, password));
  if (begun.isComplete) throw new Error("No second factor was asked for.");
  return tokenSchema("mc").parse(begun.challengeToken);
}

const answer = (challenge: Awaited<ReturnType<typeof challengeOf>>, code: string) =>
  accounts.service.answerChallenge(nobody, {
    write: write(),
    client: laptop,
    challenge,
    code,
    deviceInfo: null,
  });
const logInBy = async (
  challenge: Awaited<ReturnType<typeof challengeOf>> | undefined,
  code: string,
) => challenge && refusalOf(answer(challenge, code));
const logInWith = async (person: Registered, code: string) =>
  refusalOf(answer(await challengeOf(person), code));
const proof = (code: string) => ({ write: write(), client: laptop, code });
const accepted = { answered: { token_type: "Bearer" } };
const wrongCode = (right: readonly string[]) =>
  ["000000", "111111", "222222", "333333"].find((code) => !right.includes(code)) ?? "";

describe("ASVS 6.5: authenticator apps and backup codes", () => {
  it("6.5.1 takes a code of the app once, also when many show it at one moment", async () => {
    const { person, shows } = await personWithApp();
    const challenges = await Promise.all([1, 2, 3, 4].map(() => challengeOf(person)));
    const code = shows();
    const lock = lockOfUser(person.userRef);
    const answers = await meet(accounts.bank.ownerUrl, lock, challenges.length, (index) =>
      logInBy(challenges[index], code),
    );
    expect(answers.filter((given) => given === "second_factor_wrong")).toHaveLength(3);
    expect(answers.filter((given) => typeof given === "object")).toHaveLength(1);
    expect(await logInWith(person, shows(-1))).toBe("second_factor_wrong");
    expect(await logInWith(person, shows(1))).toMatchObject(accepted);
  });

  it("6.5.1 takes a backup code once, in either case and without its dashes", async () => {
    const { person, backupCodes } = await personWithApp();
    const [first = "", second = ""] = backupCodes;
    expect(await logInWith(person, first)).toMatchObject(accepted);
    expect(await logInWith(person, first)).toBe("second_factor_wrong");
    const typed = second.toLowerCase().replaceAll("-", "");
    const challenges = await Promise.all([1, 2, 3].map(() => challengeOf(person)));
    const lock = lockOfUser(person.userRef);
    const answers = await meet(accounts.bank.ownerUrl, lock, challenges.length, (index) =>
      logInBy(challenges[index], typed),
    );
    expect(answers.filter((given) => typeof given === "object")).toHaveLength(1);
  });

  it("6.5.2 keeps backup codes of 120 bits as keyed hashes, and the app's secret sealed", async () => {
    const { backupCodes, person } = await personWithApp();
    for (const code of backupCodes) expect(code).toMatch(/^([0-9A-Z]{4}-){5}[0-9A-Z]{4}$/);
    const [row] = await queryAs<{ kept: string }>(
      accounts.bank.ownerUrl,
      `select (select jsonb_agg(to_jsonb(b)) from identity.backup_codes b where b.user_id = u.id)::text
         || (select to_jsonb(f) from identity.totp_factors f where f.user_id = u.id)::text as kept
       from identity.users u where user_ref = $1`,
      [person.userRef],
    );
    for (const code of backupCodes) {
      expect(row?.kept).not.toContain(code);
      expect(row?.kept).not.toContain(code.replaceAll("-", ""));
    }
    await expect(
      queryAs(accounts.bank.appUrl, "select secret_encrypted from identity.totp_factors"),
    ).rejects.toThrow(/permission denied/);
    await expect(
      queryAs(accounts.bank.appUrl, "select code_hash from identity.backup_codes"),
    ).rejects.toThrow(/permission denied/);
  });

  it("6.5.3 makes secrets and codes that are never alike", async () => {
    const people = [await personWithApp(), await personWithApp()];
    const codes = people.flatMap(({ backupCodes }) => backupCodes);
    expect(new Set(codes).size).toBe(20);
    const secrets = await Promise.all(
      [1, 2, 3].map(async () => {
        const person = await accounts.register();
        const caller = await provenCaller(accounts, person);
        return (await accounts.service.beginTotp(caller, { write: write() })).secret;
      }),
    );
    expect(new Set(secrets).size).toBe(3);
    for (const secret of secrets) expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  });

  it("6.5.5 takes the app's code of this half minute or the ones beside it, and no other", async () => {
    const { person, shows } = await personWithApp();
    expect(await logInWith(person, shows(2))).toBe("second_factor_wrong");
    expect(await logInWith(person, shows(-2))).toBe("second_factor_wrong");
    expect(await logInWith(person, shows(1))).toMatchObject(accepted);
  });
});

describe("a login that waits for its second factor", () => {
  it("counts five wrong codes and then waits, wherever they come from, longer each time", async () => {
    const { person, shows } = await personWithApp();
    const wrong = wrongCode([shows(-1), shows(), shows(1)]);
    const challenges = await Promise.all([1, 2].map(() => challengeOf(person)));
    const answers = await meet(accounts.bank.ownerUrl, lockOfUser(person.userRef), 8, (index) =>
      logInBy(challenges[index % 2], wrong),
    );
    expect(answers.filter((given) => given === "second_factor_wrong")).toHaveLength(5);
    expect(answers.filter((given) => given === "second_factor_paused")).toHaveLength(3);
    expect(await logInWith(person, shows())).toBe("second_factor_paused");

    await accounts.change("update identity.totp_factors set locked_until = clock_timestamp()");
    expect(await logInWith(person, shows())).toMatchObject(accepted);
  });

  it("ends after five tries, five minutes, and once it was answered", async () => {
    const { person, shows, backupCodes } = await personWithApp();
    const answered = await challengeOf(person);
    expect(await refusalOf(answer(answered, shows()))).toMatchObject(accepted);
    expect(await refusalOf(answer(answered, backupCodes[0] ?? ""))).toBe("challenge_ended");

    const old = await challengeOf(person);
    await accounts.change("update identity.login_challenges set expires_at = clock_timestamp()");
    expect(await refusalOf(answer(old, backupCodes[0] ?? ""))).toBe("challenge_ended");

    const tried = await challengeOf(person);
    for (let count = 0; count < 5; count += 1) {
      await refusalOf(answer(tried, "wrong wrong wrong"));
      await accounts.change("update identity.totp_factors set locked_until = null");
    }
    expect(await refusalOf(answer(tried, backupCodes[0] ?? ""))).toBe("challenge_ended");
    const madeUp = tokenSchema("mc").parse("mc_nothing");
    expect(await refusalOf(answer(madeUp, shows()))).toBe("challenge_ended");
  });

  it("says in the token that there was a second factor", async () => {
    const { person, shows } = await personWithApp();
    const tokens = await answer(await challengeOf(person), shows());
    expect(await accounts.callerOf(tokens)).toMatchObject({ hasSecondFactor: true });
  });
});

describe("changing factors", () => {
  it("7.4.3 ends the other sessions when an app is added or taken away", async () => {
    const person = await accounts.register();
    const mine = await accounts.callerOf(await accounts.logIn(person));
    const other = await accounts.logIn(person, phone);
    const app = await addApp(accounts, mine);
    const left = await accounts.service.listSessions(mine, {});
    expect(left.map(({ session_ref }) => session_ref)).toEqual([mine.credentialRef]);
    expect(left.map(({ session_ref }) => session_ref)).not.toContain(other.session_ref);

    await answer(await challengeOf(person), app.shows());
    await accounts.service.removeTotp(mine, proof(app.backupCodes[0] ?? ""));
    expect(await accounts.service.listSessions(mine, {})).toHaveLength(1);
    expect(
      await accounts.service.logIn(nobody, login(person.email, person.password)),
    ).toMatchObject({ isComplete: true });
    expect(await accounts.bank.eventsOf(person.userRef)).toEqual([
      "user.registered",
      "user.activated",
      "user.second_factor_added",
      "user.second_factor_removed",
    ]);
  });

  it("takes an app away and replaces its codes only for a code of it", async () => {
    const { caller, shows, backupCodes, person } = await personWithApp();
    expect(await refusalOf(accounts.service.removeTotp(caller, proof("nothing at all")))).toBe(
      "second_factor_wrong",
    );
    const { backup_codes: newCodes } = await accounts.service.replaceBackupCodes(
      caller,
      proof(shows()),
    );
    expect(await logInWith(person, backupCodes[1] ?? "")).toBe("second_factor_wrong");
    expect(await logInWith(person, newCodes[1] ?? "")).toMatchObject(accepted);
    expect(await accounts.service.getMe(caller)).toMatchObject({
      has_authenticator: true,
      backup_codes_left: 9,
    });
  });

  it("confirms the app whose code it was, once, and no second beside it", async () => {
    const { caller } = await personWithApp();
    const proven = { ...caller, hasSecondFactor: true };
    expect(await refusalOf(accounts.service.beginTotp(proven, { write: write() }))).toBe(
      "totp_exists",
    );
    expect(await refusalOf(accounts.service.confirmTotp(caller, proof("123456")))).toBe(
      "totp_not_begun",
    );
    const other = await accounts.register();
    const otherCaller = await accounts.callerOf(await accounts.logIn(other));
    expect(await refusalOf(accounts.service.removeTotp(otherCaller, proof("123456")))).toBe(
      "totp_absent",
    );
  });
});

describe("stepping up", () => {
  it("takes a code of the app where there is one, and no mail in its place", async () => {
    const { caller, shows } = await personWithApp();
    expect(await refusalOf(accounts.service.requestStepUp(caller, { write: write() }))).toBe(
      "authenticator_required",
    );
    const tokens = await accounts.service.stepUp(caller, { ...proof(shows()), otpRef: null });
    const renewed = await accounts.callerOf(tokens);
    expect(renewed).toMatchObject({ hasSecondFactor: true, userRef: caller.userRef });
    expect(renewed.credentialRef).not.toBe(caller.credentialRef);
    const again = accounts.service.stepUp(caller, { ...proof(shows(1)), otpRef: null });
    expect(await refusalOf(again)).toBe("session_required");
  });

  it("takes the code that was sent to this very person, for this purpose, once", async () => {
    const person = await accounts.register();
    const caller = await accounts.callerOf(await accounts.logIn(person));
    const stranger = await accounts.callerOf(await accounts.logIn(await accounts.register()));
    const { otp_ref: otpRef } = await accounts.service.requestStepUp(caller, { write: write() });
    const code = accounts.sent.at(-1)?.code ?? "";
    expect(await refusalOf(accounts.service.stepUp(stranger, { ...proof(code), otpRef }))).toBe(
      "code_ended",
    );
    const elsewhere = { write: write(), client: laptop, otpRef, code };
    expect(await refusalOf(accounts.service.verifyRegistration(nobody, elsewhere))).toBe(
      "code_ended",
    );
    const answers = await Promise.all(
      [1, 2, 3].map(() => refusalOf(accounts.service.stepUp(caller, { ...proof(code), otpRef }))),
    );
    expect(answers.filter((given) => typeof given === "object")).toHaveLength(1);
  });

  it("ends a code that was sent when the password changes", async () => {
    const person = await accounts.register();
    const caller = await accounts.callerOf(await accounts.logIn(person));
    const { otp_ref: otpRef } = await accounts.service.requestStepUp(caller, { write: write() });
    const code = accounts.sent.at(-1)?.code ?? "";
    await accounts.service.changePassword(caller, {
      write: write(),
      client: laptop,
      currentPassword: person.password,
      newPassword: "teh tarik tanpa gula",
    });
    expect(await refusalOf(accounts.service.stepUp(caller, { ...proof(code), otpRef }))).toBe(
      "code_ended",
    );
  });
});
