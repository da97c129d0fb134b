import { beforeAll, describe, expect, it } from "vitest";
import { loginEndpoint, registerEndpoint } from "../../../src/identity/auth-endpoints.ts";
import { emailSchema } from "../../../src/identity/email-address.ts";
import {
  changePasswordEndpoint,
  forgotPasswordEndpoint,
  resetPasswordEndpoint,
} from "../../../src/identity/password-endpoints.ts";
import { tokenSchema } from "../../../src/identity/refresh-token.ts";
import {
  type Accounts,
  addApp,
  goodPassword,
  laptop,
  login,
  newEmail,
  nobody,
  openAccounts,
  phone,
  type Registered,
  refreshing,
  refusalOf,
  registration,
} from "../../support/accounts.ts";
import { write } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { lockOfUser, meet } from "../../support/meet.ts";

let accounts: Accounts;
beforeAll(async () => {
  accounts = await openAccounts();
});

const newPassword = "teh tarik tanpa gula";
const logIn = (email: string, password: string) =>
  accounts.service.logIn(nobody, login(email, password));
const change = async (person: Registered, current: string, next: string) => {
  const caller = await accounts.callerOf(await accounts.logIn(person));
  const input = { write: write(), client: laptop, currentPassword: current, newPassword: next };
  return accounts.service.changePassword(caller, input);
};
const forgot = (email: string) =>
  accounts.service.forgotPassword(nobody, {
    write: write(),
    client: laptop,
    email: emailSchema.parse(email),
  });
const reset = (token: string, next = newPassword) =>
  accounts.service.resetPassword(nobody, {
    write: write(),
    client: laptop,
    token: tokenSchema("pr").parse(token),
    newPassword: next,
  });
const letTimePass = () =>
  accounts.change(
    "update identity.password_reset_requests set created_at = created_at - interval '61 seconds', expires_at = expires_at - interval '61 seconds'",
  );
const lastToken = () => accounts.sent.at(-1)?.code ?? "";
const accepts = (password: string) =>
  registerEndpoint.body.safeParse({ email: "ayu@example.test", password }).success;

describe("ASVS 6.2: passwords", () => {
  it("6.2.1 takes none under twelve characters, wherever one is chosen", () => {
    expect(accepts("elevenchars")).toBe(false);
    expect(accepts("twelve chars")).toBe(true);
    expect(accepts("é".repeat(11))).toBe(false);
    const token = `pr_${"0".repeat(26)}.${"x".repeat(43)}`;
    const choose = (password: string) => [
      changePasswordEndpoint.body.safeParse({ current_password: "x", new_password: password }),
      resetPasswordEndpoint.body.safeParse({ reset_token: token, new_password: password }),
    ];
    expect(choose("elevenchars").map(({ success }) => success)).toEqual([false, false]);
    expect(choose("twelve chars").map(({ success }) => success)).toEqual([true, true]);
  });

  it("6.2.2 lets people change their password", async () => {
    const person = await accounts.register();
    const changed = await change(person, person.password, newPassword);
    expect(changed).toMatchObject({ user_ref: person.userRef, version: 3 });
    expect(await logIn(person.email, newPassword)).toMatchObject({ isComplete: true });
    expect(await refusalOf(logIn(person.email, person.password))).toBe("invalid_credentials");
    expect((await accounts.bank.eventsOf(person.userRef)).at(-1)).toBe("user.password_changed");
  });

  it("6.2.3 asks for the present password before it changes it", async () => {
    const person = await accounts.register();
    expect(await refusalOf(change(person, "not the present one", newPassword))).toBe(
      "password_wrong",
    );
    expect(await logIn(person.email, person.password)).toMatchObject({ isComplete: true });
  });

  it("6.2.4 refuses passwords that are tried first, also dressed up, and one's own address", async () => {
    const common = [
      "passwordpassword",
      "Password123456",
      "P@ssw0rd2024!",
      "qwertyuiop123",
      "1q2w3e4r5t6y",
      "123456789012",
      "987654321098",
      "aaaaaaaaaaaa",
      "abcabcabcabc",
      "iloveyou12345",
      "bismillah123",
      "sayangku12345",
      "indonesia1945",
      "letmein-letmein",
      "Admin@Admin@123",
      "football2023!",
    ];
    for (const password of common) {
      const answer = await refusalOf(
        accounts.service.register(nobody, registration(newEmail(), password)),
      );
      expect([password, answer]).toEqual([password, "password_too_common"]);
    }
    const own = registration("budisantoso@example.test", "budisantoso123");
    expect(await refusalOf(accounts.service.register(nobody, own))).toBe("password_too_common");
    const person = await accounts.register();
    expect(await refusalOf(change(person, person.password, "Password123456"))).toBe(
      "password_too_common",
    );
  });

  it("6.2.5 takes any composition: only letters, only digits, only signs, any script", async () => {
    const odd = [
      "four words nobody joins",
      "uncommonlettersonly",
      "UNCOMMONCAPITALSONLY",
      "381957204618",
      "?!%&/()=,;:*+",
      "ひみつのことばはながいほうがよい",
      "💰🦊🌋🎏🍜🧭🪁🥁🎐🛶🧩🪢",
    ];
    for (const password of odd) {
      expect(accepts(password)).toBe(true);
      const person = await accounts.register(newEmail(), password);
      expect(await logIn(person.email, password)).toMatchObject({ isComplete: true });
    }
  });

  it("6.2.8 keeps a password exactly as it was typed", async () => {
    const typed = "  Kopi SUSU tanpa gula\t";
    const person = await accounts.register(newEmail(), typed);
    for (const other of [typed.trim(), typed.toLowerCase(), ` ${typed}`, typed.slice(0, -1)]) {
      expect(await refusalOf(logIn(person.email, other))).toBe("invalid_credentials");
    }
    expect(await logIn(person.email, typed)).toMatchObject({ isComplete: true });
    // One é in one piece and one in two look alike, and are two passwords.
    const composed = await accounts.register(newEmail(), "caf\u00e9 tanpa gula");
    expect(await refusalOf(logIn(composed.email, "cafe\u0301 tanpa gula"))).toBe(
      "invalid_credentials",
    );
    const parsed = loginEndpoint.body.parse({ email: person.email, password: typed });
    expect(parsed.password).toBe(typed);
  });

  it("6.2.9 takes passwords of 64 characters and far more, and reads all of them", async () => {
    const long = `${"langit biru di atas laut ".repeat(40)}x`;
    expect(accepts(long)).toBe(true);
    const person = await accounts.register(newEmail(), long);
    expect(await refusalOf(logIn(person.email, long.slice(0, -1)))).toBe("invalid_credentials");
    expect(await logIn(person.email, long)).toMatchObject({ isComplete: true });
    expect(accepts("é".repeat(513))).toBe(false);
    expect(registerEndpoint.maxBodyBytes).toBeLessThan(1_000_000);
    expect(loginEndpoint.maxBodyBytes).toBe(registerEndpoint.maxBodyBytes);
  });
});

describe("ASVS 6.4: forgotten passwords", () => {
  it("6.4.1 sends a token of 256 bits that works once, within thirty minutes, and sets no password itself", async () => {
    const person = await accounts.register();
    await forgot(person.email);
    const message = accounts.sent.at(-1);
    expect(message).toMatchObject({ template: "password_reset", destination: person.email });
    const secret = lastToken().split(".")[1] ?? "";
    expect(Buffer.from(secret, "base64url")).toHaveLength(32);
    expect(await refusalOf(logIn(person.email, lastToken()))).toBe("invalid_credentials");

    const token = lastToken();
    await reset(token);
    expect(await refusalOf(reset(token))).toBe("reset_token_invalid");

    await letTimePass();
    await forgot(person.email);
    await accounts.change(
      "update identity.password_reset_requests set expires_at = clock_timestamp()",
    );
    expect(await refusalOf(reset(lastToken()))).toBe("reset_token_invalid");
  });

  it("6.4.3 sets a new password, ends every session, logs nobody in and goes around no second factor", async () => {
    const person = await accounts.register();
    const tokens = await accounts.logIn(person);
    await addApp(accounts, await accounts.callerOf(tokens));
    await forgot(person.email);
    const answer = await reset(lastToken());
    expect(JSON.stringify(answer)).not.toMatch(/token|eyJ/);
    const refreshed = accounts.service.refresh(nobody, refreshing(tokens.refresh_token));
    expect(await refusalOf(refreshed)).toBe("refresh_token_invalid");
    expect(await logIn(person.email, newPassword)).toMatchObject({ isComplete: false });
  });

  it("lets one of two resets with one token win, and the loser change nothing", async () => {
    const person = await accounts.register();
    await forgot(person.email);
    const token = lastToken();
    const choices = Array.from({ length: 6 }, (_, index) => `pilihan nomor ${index} tanpa gula`);
    const lock = lockOfUser(person.userRef);
    const answers = await meet(accounts.bank.ownerUrl, lock, choices.length, (index) =>
      refusalOf(reset(token, choices[index])),
    );
    const winner = answers.findIndex((answer) => typeof answer === "object");
    expect(answers.filter((answer) => answer === "reset_token_invalid")).toHaveLength(5);
    for (const [index, choice] of choices.entries()) {
      const answer = await refusalOf(logIn(person.email, choice));
      if (index === winner) expect(answer).toMatchObject({ answered: { isComplete: true } });
      else expect(answer).toBe("invalid_credentials");
    }
  });

  it("ends an older token when a newer one is sent, and every token when the password changes", async () => {
    const person = await accounts.register();
    await forgot(person.email);
    const older = lastToken();
    await letTimePass();
    await forgot(person.email);
    const newer = lastToken();
    expect(await refusalOf(reset(older))).toBe("reset_token_invalid");
    await change(person, person.password, newPassword);
    expect(await refusalOf(reset(newer))).toBe("reset_token_invalid");
  });

  it("6.3.8 answers the same for an address that nobody has, sends word there too, and holds both back", async () => {
    const person = await accounts.register();
    const unknown = newEmail();
    const before = accounts.sent.length;
    const answers = [await refusalOf(forgot(person.email)), await refusalOf(forgot(unknown))];
    expect(answers).toEqual([{ answered: undefined }, { answered: undefined }]);
    expect(accounts.sent.slice(before).map(({ template }) => template)).toEqual([
      "password_reset",
      "no_account",
    ]);
    expect(lastToken()).toBe("");
    expect(await refusalOf(forgot(person.email))).toBe("sent_too_often");
    expect(await refusalOf(forgot(unknown))).toBe("sent_too_often");
    expect(Object.keys(forgotPasswordEndpoint.replies)).toEqual(["202"]);
  });

  it("keeps of a token only its hash", async () => {
    const person = await accounts.register();
    await forgot(person.email);
    const rows = await queryAs<{ row: string }>(
      accounts.bank.ownerUrl,
      "select to_jsonb(r)::text as row from identity.password_reset_requests r",
    );
    const secret = lastToken().split(".")[1] ?? "";
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter(({ row }) => row.includes(secret))).toEqual([]);
  });
});

it("ends a login that waits for its second factor when the password changes meanwhile", async () => {
  const person = await accounts.register();
  const caller = await accounts.callerOf(await accounts.logIn(person, phone));
  const app = await addApp(accounts, caller);
  const begun = await logIn(person.email, goodPassword);
  if (begun.isComplete) throw new Error("The second factor was not asked for.");
  await accounts.service.changePassword(caller, {
    write: write(),
    client: laptop,
    currentPassword: person.password,
    newPassword,
  });
  const answer = accounts.service.answerChallenge(nobody, {
    write: write(),
    client: laptop,
    challenge: tokenSchema("mc").parse(begun.challengeToken),
    code: app.shows(),
    deviceInfo: null,
  });
  expect(await refusalOf(answer)).toBe("challenge_ended");
});
