import { z } from "zod";
import type { Caller } from "../platform/caller.ts";
import { answered } from "../platform/database.ts";
import type { WriteRequest } from "../platform/intent.ts";
import { type Moment, momentSchema } from "../platform/moment.ts";
import { networkOf } from "../platform/network.ts";
import type { ClientFacts } from "./client-facts.ts";
import type { IdentityDeps } from "./deps.ts";
import type { EmailAddress } from "./email-address.ts";
import { newToken } from "./refresh-token.ts";
import { runIdentityCommand } from "./run-identity-command.ts";
import { type SessionTokens, sessionFactsSchema, sessionTokens } from "./session-tokens.ts";
import { takeByAddress } from "./take-by-address.ts";
import { unkeyedIntent } from "./unkeyed-intent.ts";

export type LogInInput = {
  readonly write: WriteRequest;
  readonly client: ClientFacts;
  readonly email: EmailAddress;
  readonly password: string;
  readonly deviceInfo: string | null;
};

/** What a login comes to: a session, or the question for a second factor. */
export type LogIn =
  | { readonly isComplete: true; readonly tokens: SessionTokens }
  | {
      readonly isComplete: false;
      readonly challengeToken: string;
      readonly expiresAt: Moment;
    };

const factsSchema = z.object({ stored: z.string().nullable(), is_known_network: z.boolean() });
const challengeSchema = z.object({ mfa_required: z.literal(true), expires_at: momentSchema });

/**
 * Logs somebody in by address and password: one look-up, one hash, one write, also for an address that nobody has, so
 * that neither the answer nor its time tells who has an account.
 */
export async function logIn(deps: IdentityDeps, caller: Caller, input: LogInInput): Promise<LogIn> {
  const { write, client, email, password } = input;
  await takeByAddress(deps, "login_ip", client);
  await deps.limits.take(
    "login",
    `${email.norm} ${client.ip === null ? "" : networkOf(client.ip)}`,
  );

  const { stored, is_known_network: isKnownNetwork } = await loginFactsOf(deps, input);
  // Whoever logs in from where they did before is not held back by strangers. An address that nobody has is known nowhere.
  if (!isKnownNetwork) await deps.limits.take("login_elsewhere", email.norm);
  const verdict = await deps.passwords.verify(password, stored);
  const refreshToken = newToken("rt", write.newRef());
  const challenge = newToken("mc", write.newRef());
  const { result } = await runIdentityCommand(
    deps,
    "identity.log_in",
    unkeyedIntent(caller, write, "identity.log_in"),
    {
      email_norm: email.norm,
      compared_with: stored,
      is_right: verdict.isRight,
      new_hash: verdict.isOutdated ? await deps.passwords.hash(password) : null,
      session_ref: write.newRef(),
      device_info: input.deviceInfo,
      token_ref: refreshToken.ref,
      token_hash: refreshToken.hash,
      challenge_ref: challenge.ref,
      challenge_hash: challenge.hash,
      route: "/v1/auth/login",
      ip: client.ip,
      user_agent: client.userAgent,
    },
    z.union([challengeSchema, sessionFactsSchema]),
  );
  if ("mfa_required" in result) {
    return { isComplete: false, challengeToken: challenge.text, expiresAt: result.expires_at };
  }
  return { isComplete: true, tokens: await sessionTokens(deps.keys, result, refreshToken) };
}

async function loginFactsOf({ database }: IdentityDeps, { email, client }: LogInInput) {
  const rows = await answered(
    database.sql`select identity.login_facts(${email.norm}, ${client.ip}::inet) as facts`,
  );
  return factsSchema.parse(rows[0]?.facts);
}
