// Accounts over a real database, with a mailbox and a clock that a test holds in its hand.
import { verifyAccessToken } from "../../src/identity/access-token.ts";
import { type AccountService, createAccountService } from "../../src/identity/account-service.ts";
import { authorityOf } from "../../src/identity/authority.ts";
import type { ClientFacts } from "../../src/identity/client-facts.ts";
import type { CodeMessage } from "../../src/identity/deliver-code.ts";
import type { IdentityDeps } from "../../src/identity/deps.ts";
import { emailSchema } from "../../src/identity/email-address.ts";
import type { LogIn } from "../../src/identity/log-in.ts";
import { createPasswords, passwordCostOf } from "../../src/identity/passwords.ts";
import { tokenSchema } from "../../src/identity/refresh-token.ts";
import { identitySecretsOf } from "../../src/identity/secrets.ts";
import type { SessionTokens } from "../../src/identity/session-tokens.ts";
import { createSigningKeys } from "../../src/identity/signing-keys.ts";
import { matchingStep, stepOf, timeCode } from "../../src/identity/time-code.ts";
import { bareCaller, type Caller } from "../../src/platform/caller.ts";
import { Problem } from "../../src/platform/problem.ts";
import { type Bank, openTestBank, write } from "./bank.ts";
import { bindingsOf } from "./bindings.ts";
import { openTestClock } from "./credentials.ts";
import { queryAs } from "./database.ts";
import { newRef } from "./refs.ts";

export const nobody = bareCaller("00000000000000000000000000", [], { isOperator: false });
export const laptop: ClientFacts = { ip: "203.0.113.7", userAgent: "Firefox on a laptop" };
export const phone: ClientFacts = { ip: "198.51.100.9", userAgent: "Safari on a telephone" };
export const goodPassword = "kopi susu tanpa gula";

export type Accounts = {
  readonly bank: Bank;
  readonly service: AccountService;
  readonly deps: IdentityDeps;
  /** What was sent, the newest last. */
  readonly sent: CodeMessage[];
  readonly clock: ReturnType<typeof openTestClock>;
  readonly register: (email?: string, password?: string) => Promise<Registered>;
  readonly logIn: (person: Registered, client?: ClientFacts) => Promise<SessionTokens>;
  readonly callerOf: (tokens: Pick<SessionTokens, "access_token">) => Promise<Caller>;
  /** Changes what the database keeps, past the product: mostly to let time pass. */
  readonly change: (text: string, ...values: unknown[]) => Promise<void>;
};

export type Registered = {
  readonly userRef: string;
  readonly email: string;
  readonly password: string;
};

export async function openAccounts(wanted: Partial<IdentityDeps> = {}): Promise<Accounts> {
  const bank = await openTestBank();
  const { database, cursors } = bank;
  const secrets = identitySecretsOf(bindingsOf("", ""));
  const clock = openTestClock();
  const sent: CodeMessage[] = [];
  const deps: IdentityDeps = {
    database,
    cursors,
    clock,
    secrets,
    keys: createSigningKeys({ database, clock, secrets, environment: "test" }),
    passwords: createPasswords({ pepper: secrets.pepper, cost: passwordCostOf("test") }),
    limits: { take: async () => null },
    deliverCode: async (message) => {
      sent.push(message);
    },
    ...wanted,
  };
  const service = createAccountService(deps);
  const change = async (text: string, ...values: unknown[]) => {
    await queryAs(bank.ownerUrl, text, values);
  };

  const register = async (email = newEmail(), password = goodPassword): Promise<Registered> => {
    const { otp_ref } = await service.register(nobody, registration(email, password));
    const code = sent.at(-1)?.code ?? "";
    const input = { write: write(), client: laptop, otpRef: otp_ref, code };
    const { user_ref } = await service.verifyRegistration(nobody, input);
    return { userRef: user_ref, email, password };
  };

  return {
    bank,
    service,
    deps,
    sent,
    clock,
    change,
    register,
    logIn: async (person, client = laptop) =>
      completed(await service.logIn(nobody, login(person.email, person.password, client))),
    callerOf: async ({ access_token }) => {
      const verdict = await verifyAccessToken(deps.keys, access_token);
      if (!verdict.isValid) throw new Error("The access token is not valid.");
      const { userRef, sessionRef, roles, scopes, ...proof } = verdict.claims;
      return {
        ...authorityOf(roles, scopes),
        ...proof,
        ownerRef: userRef,
        userRef,
        credentialRef: sessionRef,
      };
    },
  };
}

export function newEmail(): string {
  return `${newRef().toLowerCase()}@example.test`;
}

export function registration(
  email: string,
  password = goodPassword,
  username: string | null = null,
) {
  return { write: write(), client: laptop, email: emailSchema.parse(email), password, username };
}

export function login(email: string, password: string, client = laptop) {
  const parsed = emailSchema.parse(email);
  return { write: write(), client, email: parsed, password, deviceInfo: null };
}

export function completed(result: LogIn): SessionTokens {
  if (!result.isComplete) throw new Error("A second factor was asked for.");
  return result.tokens;
}

export function refreshing(refreshToken: string, client = laptop) {
  return { write: write(), client, token: tokenSchema("rt").parse(refreshToken) };
}

/** Somebody who has just logged in, and has proved it by a code that was sent to them as well. */
export async function provenCaller(accounts: Accounts, person: Registered): Promise<Caller> {
  const caller = await accounts.callerOf(await accounts.logIn(person));
  const { otp_ref: otpRef } = await accounts.service.requestStepUp(caller, { write: write() });
  const code = accounts.sent.at(-1)?.code ?? "";
  const input = { write: write(), client: laptop, code, otpRef };
  return accounts.callerOf(await accounts.service.stepUp(caller, input));
}

/** Gives somebody an authenticator app; answers what it shows, and the backup codes. */
export async function addApp({ service, clock }: Accounts, person: Caller) {
  // As whoever has proved it by a code that was sent, without giving up the session that a test holds.
  const caller = { ...person, hasSecondFactor: true };
  const { secret } = await service.beginTotp(caller, { write: write() });
  const key = bytesOfBase32(secret);
  const shows = (later = 0) => timeCode(key, stepOf(clock.now()) + later);
  if (matchingStep(key, shows(), clock.now()) === null) throw new Error("The app is wrong.");
  const input = { write: write(), client: laptop, code: shows(-1) };
  const { backup_codes: backupCodes } = await service.confirmTotp(caller, input);
  return { shows, backupCodes };
}

export function bytesOfBase32(base32: string): Buffer {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...base32].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0"));
  const bytes = bits.join("").match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
}

/** The code of the problem that something is refused with, or what it answered instead. */
export async function refusalOf(work: Promise<unknown>): Promise<unknown> {
  try {
    return { answered: await work };
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
}
