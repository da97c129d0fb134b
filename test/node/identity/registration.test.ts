import { beforeAll, describe, expect, it } from "vitest";
import { hashOfCode, hashOfDestination } from "../../../src/identity/one-time-code.ts";
import {
  type Accounts,
  goodPassword,
  laptop,
  login,
  newEmail,
  nobody,
  openAccounts,
  refusalOf,
  registration,
} from "../../support/accounts.ts";
import { write } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { meet } from "../../support/meet.ts";

let accounts: Accounts;
beforeAll(async () => {
  accounts = await openAccounts();
});

const begin = (email: string, password?: string, username?: string) =>
  accounts.service.register(nobody, registration(email, password, username));
const verify = (otpRef: string, code: string) =>
  accounts.service.verifyRegistration(nobody, { write: write(), client: laptop, otpRef, code });
const logIn = (email: string, password: string) =>
  accounts.service.logIn(nobody, login(email, password));
const letTimePass = () =>
  accounts.change(
    "update identity.user_otps set created_at = created_at - interval '61 seconds', expires_at = expires_at - interval '61 seconds'",
  );
const lastCode = () => accounts.sent.at(-1)?.code ?? "";
const otherThan = (code: string) => (code === "000000" ? "000001" : "000000");
/** What every code of one request is tried under, and what everything that is sent to one address waits for. */
const lockOfCode = (otpRef: string) => ({
  text: "select from identity.user_otps where otp_ref = $1 for update",
  values: [otpRef],
});
const lockOfMail = (email: string) => ({
  text: "select pg_advisory_xact_lock(hashtextextended('identity ' || $1, 0))",
  values: [hashOfDestination(accounts.deps.secrets.pepper, email)],
});
const usersOf = (email: string) =>
  queryAs<{ status: string; username: string | null; user_ref: string }>(
    accounts.bank.ownerUrl,
    "select status, username, user_ref from identity.users where email_norm = $1",
    [email],
  );

describe("beginning an account", () => {
  it("waits for the address to be proved, and opens it then, as an ordinary user", async () => {
    const email = newEmail();
    const { otp_ref } = await begin(email, goodPassword, "ayu_1");
    expect(await refusalOf(logIn(email, goodPassword))).toBe("invalid_credentials");

    const user = await verify(otp_ref, lastCode());
    expect(user).toMatchObject({ user_status: "ACTIVE", username: "ayu_1" });
    expect(await logIn(email, goodPassword)).toMatchObject({ isComplete: true });
    expect(await accounts.bank.eventsOf(user.user_ref)).toEqual([
      "user.registered",
      "user.activated",
    ]);
  });

  it("compares addresses without case and without compatibility forms, and keeps what follows a plus", async () => {
    const name = newEmail().split("@")[0] ?? "";
    const { otp_ref } = await begin(`${name}+Shop@Example.test`);
    await verify(otp_ref, lastCode());
    expect(await logIn(`${name.toUpperCase()}+shop@EXAMPLE.test`, goodPassword)).toMatchObject({
      isComplete: true,
    });
    expect(await refusalOf(logIn(`${name}@example.test`, goodPassword))).toBe(
      "invalid_credentials",
    );
  });

  it("makes one account of two registrations at one moment, and tells the second to wait", async () => {
    const email = newEmail();
    const answers = await meet(accounts.bank.ownerUrl, lockOfMail(email), 4, () =>
      refusalOf(begin(email)),
    );
    expect(answers.filter((answer) => answer === "sent_too_often")).toHaveLength(3);
    expect(await usersOf(email)).toHaveLength(1);
  });

  it("gives an address to whoever proves it, with their own password and not a stranger's", async () => {
    const email = newEmail();
    const stranger = await begin(email, "a password that the stranger chose");
    const strangersCode = lastCode();
    await letTimePass();
    const owner = await begin(email, goodPassword);
    expect(await refusalOf(verify(stranger.otp_ref, strangersCode))).toBe("code_ended");

    await verify(owner.otp_ref, lastCode());
    expect(await refusalOf(logIn(email, "a password that the stranger chose"))).toBe(
      "invalid_credentials",
    );
    expect(await logIn(email, goodPassword)).toMatchObject({ isComplete: true });
    expect(await usersOf(email)).toHaveLength(1);
  });

  it("refuses a name that somebody has, and gives it to the faster of two who wish for it", async () => {
    const [one, two] = [newEmail(), newEmail()];
    const first = await begin(one, goodPassword, "sought_after");
    const firstCode = lastCode();
    const second = await begin(two, goodPassword, "sought_after");
    const secondCode = lastCode();
    const names = await Promise.all([
      verify(first.otp_ref, firstCode),
      verify(second.otp_ref, secondCode),
    ]);
    expect(names.filter(({ username }) => username === null)).toHaveLength(1);
    expect(names.filter(({ username }) => username === "sought_after")).toHaveLength(1);
    expect(await refusalOf(begin(newEmail(), goodPassword, "sought_after"))).toBe("username_taken");
  });
});

describe("ASVS 6.3.8: nobody learns who has an account", () => {
  it("6.3.8 answers a registration the same for a new address and for one that has an account", async () => {
    const known = await accounts.register();
    const before = accounts.deps.passwords.count();
    const forKnown = await begin(known.email);
    const hashesForKnown = accounts.deps.passwords.count() - before;
    expect(accounts.sent.at(-1)).toMatchObject({ template: "account_exists", code: "" });
    const forNew = await begin(newEmail());
    expect(accounts.sent.at(-1)).toMatchObject({ template: "registration" });

    expect(Object.keys(forKnown)).toEqual(Object.keys(forNew));
    expect(forKnown.channel).toBe(forNew.channel);
    expect(hashesForKnown).toBe(1);
    expect(accounts.deps.passwords.count() - before).toBe(2);
    for (const { otp_ref } of [forKnown, forNew]) {
      expect(await refusalOf(verify(otp_ref, otherThan(lastCode())))).toBe("code_wrong");
    }
  });

  it("6.3.8 takes no code for an address that has an account, and holds it back just the same", async () => {
    const known = await accounts.register();
    const { otp_ref } = await begin(known.email);
    expect(await refusalOf(begin(known.email))).toBe("sent_too_often");
    const hash = hashOfCode(accounts.deps.secrets.pepper, otp_ref, "000000");
    await accounts.change(
      "update identity.user_otps set code_hash = decode($2, 'hex') where otp_ref = $1",
      otp_ref,
      hash,
    );
    const tries = await meet(accounts.bank.ownerUrl, lockOfCode(otp_ref), 8, (index) =>
      refusalOf(verify(otp_ref, `00000${index}`)),
    );
    expect(tries.filter((answer) => answer === "code_wrong")).toHaveLength(5);
    expect(tries.filter((answer) => answer === "code_ended")).toHaveLength(3);
  });
});

describe("ASVS 6.5 and 6.6: codes", () => {
  it("6.5.1 takes a code once, also when it is sent by many at one moment", async () => {
    const { otp_ref } = await begin(newEmail());
    const code = lastCode();
    const answers = await meet(accounts.bank.ownerUrl, lockOfCode(otp_ref), 4, () =>
      refusalOf(verify(otp_ref, code)),
    );
    expect(answers.filter((answer) => answer === "code_ended")).toHaveLength(3);
    expect(answers.filter((answer) => typeof answer === "object")).toHaveLength(1);
  });

  it("6.5.4 sends six digits that nobody can foresee", async () => {
    const codes = new Set<string>();
    for (let count = 0; count < 20; count += 1) {
      await begin(newEmail());
      expect(lastCode()).toMatch(/^\d{6}$/);
      codes.add(lastCode());
    }
    expect(codes.size).toBeGreaterThan(17);
  });

  it("6.5.5 takes no code after five minutes", async () => {
    const { otp_ref, expires_at } = await begin(newEmail());
    expect(Date.parse(expires_at) - Date.now()).toBeLessThanOrEqual(300_000);
    await accounts.change(
      "update identity.user_otps set created_at = created_at - interval '301 seconds', expires_at = expires_at - interval '301 seconds' where otp_ref = $1",
      otp_ref,
    );
    expect(await refusalOf(verify(otp_ref, lastCode()))).toBe("code_ended");
  });

  it("6.6.2 takes a code only with the request that it was sent for", async () => {
    const one = await begin(newEmail());
    const codeOfOne = lastCode();
    const two = await begin(newEmail());
    const answer = await refusalOf(verify(two.otp_ref, codeOfOne));
    expect(answer === "code_wrong" || codeOfOne === lastCode()).toBe(true);
    expect(await refusalOf(verify(one.otp_ref, codeOfOne))).toMatchObject({ answered: {} });
  });

  it("6.6.3 lets a code be tried five times in all, whoever tries and however fast", async () => {
    const { otp_ref } = await begin(newEmail());
    const right = lastCode();
    const wrong = otherThan(right);
    const answers = await meet(accounts.bank.ownerUrl, lockOfCode(otp_ref), 8, () =>
      refusalOf(verify(otp_ref, wrong)),
    );
    expect(answers.filter((answer) => answer === "code_wrong")).toHaveLength(5);
    expect(await refusalOf(verify(otp_ref, right))).toBe("code_ended");
  });

  it("6.6.3 sends one message a minute and five an hour to one address", async () => {
    const email = newEmail();
    const first = await begin(email);
    let otpRef = first.otp_ref;
    const again = () =>
      accounts.service.resendCode(nobody, { write: write(), client: laptop, otpRef });
    expect(await refusalOf(again())).toBe("sent_too_often");
    for (let count = 0; count < 4; count += 1) {
      await letTimePass();
      const old = otpRef;
      otpRef = (await again()).otp_ref;
      expect(await refusalOf(verify(old, lastCode()))).toBe("code_ended");
    }
    await letTimePass();
    expect(await refusalOf(again())).toBe("sent_too_often");
    expect(await refusalOf(begin(email))).toBe("sent_too_often");
  });

  it("keeps codes, passwords and addresses only as keyed hashes once a request has ended", async () => {
    const email = newEmail();
    const { otp_ref } = await begin(email, goodPassword, "kept_nowhere");
    const code = lastCode();
    await verify(otp_ref, code);
    const [row] = await queryAs<{ row: string }>(
      accounts.bank.ownerUrl,
      "select to_jsonb(o)::text as row from identity.user_otps as o where otp_ref = $1",
      [otp_ref],
    );
    expect(row?.row).not.toContain(email);
    expect(row?.row).not.toContain("scrypt");
    expect(row?.row).not.toContain(`"${code}"`);
  });
});
