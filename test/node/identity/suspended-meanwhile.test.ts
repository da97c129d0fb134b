// Somebody is suspended in the very moment in which they do something: whatever read them as active before must not win.
import { beforeAll, expect, it } from "vitest";
import { emailSchema } from "../../../src/identity/email-address.ts";
import { tokenSchema } from "../../../src/identity/refresh-token.ts";
import {
  type Accounts,
  addApp,
  laptop,
  login,
  nobody,
  openAccounts,
  provenCaller,
  type Registered,
  refreshing,
  refusalOf,
} from "../../support/accounts.ts";
import { write } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { lockOfUser, meet } from "../../support/meet.ts";

let accounts: Accounts;
beforeAll(async () => {
  accounts = await openAccounts();
});

const newPassword = "teh tarik tanpa gula";

/** What the work answers when its person is suspended while it waits for their row. */
async function whileSuspended(person: Registered, work: () => Promise<unknown>): Promise<unknown> {
  const before = await stateOf(person);
  const [answer] = await meet(
    accounts.bank.ownerUrl,
    lockOfUser(person.userRef),
    1,
    () => refusalOf(work()),
    {
      text: `with suspended as (update identity.users set status = 'SUSPENDED' where user_ref = $1 returning id)
             select identity.end_sessions(id, null, 'SUSPENDED') from suspended`,
      values: [person.userRef],
    },
  );
  expect(await stateOf(person)).toEqual({ ...before, standing: "0" });
  return answer;
}

async function stateOf({ userRef }: Registered) {
  const [row] = await queryAs<{ password_hash: string; standing: string }>(
    accounts.bank.ownerUrl,
    `select password_hash, email, (
       select count(*) from identity.user_sessions s where s.user_id = u.id and revoked_at is null
     ) as standing
     from identity.users u where user_ref = $1`,
    [userRef],
  );
  return row;
}

it("opens no session by a password", async () => {
  const person = await accounts.register();
  const work = () => accounts.service.logIn(nobody, login(person.email, person.password));
  expect(await whileSuspended(person, work)).toBe("invalid_credentials");
});

it("opens no session by a second factor", async () => {
  const person = await accounts.register();
  const app = await addApp(accounts, await accounts.callerOf(await accounts.logIn(person)));
  const begun = await accounts.service.logIn(nobody, login(person.email, person.password));
  if (begun.isComplete) throw new Error("No second factor was asked for.");
  const challenge = tokenSchema("mc").parse(begun.challengeToken);
  const input = { write: write(), client: laptop, challenge, code: app.shows(), deviceInfo: null };
  const work = () => accounts.service.answerChallenge(nobody, input);
  expect(await whileSuspended(person, work)).toBe("challenge_ended");
});

it("gives no next token", async () => {
  const person = await accounts.register();
  const { refresh_token } = await accounts.logIn(person);
  const work = () => accounts.service.refresh(nobody, refreshing(refresh_token));
  expect(await whileSuspended(person, work)).toBe("refresh_token_invalid");
});

it("opens no session by a renewed proof", async () => {
  const person = await accounts.register();
  const caller = await accounts.callerOf(await accounts.logIn(person));
  const { otp_ref: otpRef } = await accounts.service.requestStepUp(caller, { write: write() });
  const input = { write: write(), client: laptop, code: accounts.sent.at(-1)?.code ?? "", otpRef };
  const work = () => accounts.service.stepUp(caller, input);
  expect(await whileSuspended(person, work)).toBe("session_required");
});

it("sets no password, neither with the present one nor with a token", async () => {
  const person = await accounts.register();
  const caller = await accounts.callerOf(await accounts.logIn(person));
  const change = { currentPassword: person.password, newPassword };
  const work = () =>
    accounts.service.changePassword(caller, { write: write(), client: laptop, ...change });
  expect(await whileSuspended(person, work)).toBe("password_wrong");

  const other = await accounts.register();
  const email = emailSchema.parse(other.email);
  await accounts.service.forgotPassword(nobody, { write: write(), client: laptop, email });
  const token = tokenSchema("pr").parse(accounts.sent.at(-1)?.code);
  const reset = () =>
    accounts.service.resetPassword(nobody, { write: write(), client: laptop, token, newPassword });
  expect(await whileSuspended(other, reset)).toBe("reset_token_invalid");
});

it("takes no new address", async () => {
  const person = await accounts.register();
  const caller = await provenCaller(accounts, person);
  const contact = { channel: "email" as const, email: emailSchema.parse("new@example.test") };
  const begun = await accounts.service.requestContactChange(caller, { write: write(), contact });
  const code = accounts.sent.at(-1)?.code ?? "";
  const input = { write: write(), client: laptop, otpRef: begun.otp_ref, code };
  const work = () => accounts.service.confirmContactChange(caller, input);
  expect(await whileSuspended(person, work)).toBe("code_ended");
});
