// How what must not be guessed is made, and how what must not be known is kept.
import { expect, it, vi } from "vitest";
import { hashOfApiKey, makeApiKey } from "./api-key.ts";
import { backupCode, hashOfBackupCode } from "./backup-code.ts";
import { createPasswords, passwordCostOf } from "./passwords.ts";
import { newToken } from "./refresh-token.ts";
import { identitySecretsOf } from "./secrets.ts";

const pepper = "a pepper of more than thirty-two characters";
const ref = "01JD3Z8K4M6N7P8Q9R0S1T2V3W";

it("11.4.2 keeps passwords by a slow, salted and peppered function, whose cost stands beside each", async () => {
  const passwords = createPasswords({ pepper, cost: passwordCostOf("full") });
  const password = "kopi susu tanpa gula";
  const [one, other] = [await passwords.hash(password), await passwords.hash(password)];
  // OWASP's minimum for scrypt: N = 2^15, r = 8, p = 3, with a salt of 128 bits for each.
  expect(one).toMatch(/^\$scrypt\$ln=15,r=8,p=3,keyid=[\w+/]{8}\$[\w+/]{22}\$[\w+/]{43}$/);
  expect(one).not.toBe(other);
  expect(await passwords.verify(password, one)).toEqual({ isRight: true, isOutdated: false });

  const unpeppered = createPasswords({ pepper: `${pepper}!`, cost: passwordCostOf("full") });
  expect(await unpeppered.verify(password, one)).toMatchObject({ isRight: false });
}, 60_000);

it("takes the peppers before from the same secret, the newest first", () => {
  const others = { IDENTITY_KEK: "kek", IDENTITY_TOKEN_SECRET: "secret" };
  const of = (IDENTITY_PEPPER: string) => identitySecretsOf({ ...others, IDENTITY_PEPPER });
  expect(of("today")).toMatchObject({ pepper: "today", oldPeppers: [] });
  expect(of("today, before,first")).toMatchObject({
    pepper: "today",
    oldPeppers: ["before", "first"],
  });
});

it("11.4.2 says with which pepper a password was hashed, and believes the peppers before until it is hashed anew", async () => {
  const cost = passwordCostOf("test");
  const password = "kopi susu tanpa gula";
  const [first, second, third] = ["the first pepper", "the second pepper", "the third pepper"];
  const before = createPasswords({ pepper: first, cost });
  const between = createPasswords({ pepper: second, oldPeppers: [first], cost });
  const today = createPasswords({ pepper: third, oldPeppers: [second, first], cost });
  const stored = await before.hash(password);
  // As it was stored when peppers had no names.
  const unnamed = stored.replace(/,keyid=[^$]+/, "");
  for (const old of [stored, unnamed, await between.hash(password)]) {
    expect(await today.verify(password, old)).toEqual({ isRight: true, isOutdated: true });
    expect(await today.verify(`${password}!`, old)).toMatchObject({ isRight: false });
  }
  expect(await before.verify(password, unnamed)).toEqual({ isRight: true, isOutdated: true });
  const renewed = await today.hash(password);
  expect(await today.verify(password, renewed)).toEqual({ isRight: true, isOutdated: false });
  // A pepper that is not there makes nothing right, costs the same, and is said.
  const error = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const made = between.count();
  expect(await between.verify(password, renewed)).toMatchObject({ isRight: false });
  expect(between.count() - made).toBe(1);
  expect(String(error.mock.calls)).toContain("pepper_unknown");
  expect(String(error.mock.calls)).not.toContain(third);
  error.mockRestore();
});

it("11.5.1 makes nothing of fewer than 120 random bits that has to stand for longer than minutes", () => {
  const makers: Readonly<Record<string, () => { secret: string; bits: number }>> = {
    token: () => {
      const secret = newToken("rt", ref).text.split(".")[1] ?? "";
      return { secret, bits: Buffer.from(secret, "base64url").length * 8 };
    },
    apiKey: () => {
      const secret = makeApiKey("test").key.split("_")[3] ?? "";
      return { secret, bits: secret.length * Math.log2(32) };
    },
    backupCode: () => {
      const secret = backupCode().replaceAll("-", "");
      return { secret, bits: secret.length * Math.log2(32) };
    },
  };
  for (const [name, make] of Object.entries(makers)) {
    const made = Array.from({ length: 200 }, make);
    expect([name, new Set(made.map(({ secret }) => secret)).size]).toEqual([name, 200]);
    expect([name, made.every(({ bits }) => bits >= 120)]).toEqual([name, true]);
    // Each place of 200 takes most of the signs there are: none is fixed or counts.
    const places = Array.from(
      { length: 20 },
      (_, place) => new Set(made.map(({ secret }) => secret[place])),
    );
    expect([name, places.every((signs) => signs.size > 20)]).toEqual([name, true]);
  }
});

it("keeps only what nobody can turn back", () => {
  const token = newToken("pr", ref);
  expect(token.hash).not.toContain(token.text.slice(-20));
  expect(token.hash).toMatch(/^[0-9a-f]{64}$/);
  expect(hashOfApiKey(makeApiKey("test").key)).toMatch(/^[0-9a-f]{64}$/);
  const code = backupCode();
  expect(hashOfBackupCode(pepper, ref, code)).not.toBe(hashOfBackupCode(`${pepper}!`, ref, code));
});
