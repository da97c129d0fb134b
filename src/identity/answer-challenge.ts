import { z } from "zod";
import type { Caller } from "../platform/caller.ts";
import { answered } from "../platform/database.ts";
import { refSchema } from "../platform/ids.ts";
import type { WriteRequest } from "../platform/intent.ts";
import type { ClientFacts } from "./client-facts.ts";
import type { IdentityDeps } from "./deps.ts";
import { newToken, type RefreshToken } from "./refresh-token.ts";
import { runIdentityCommand } from "./run-identity-command.ts";
import { secondFactor } from "./second-factor.ts";
import { type SessionTokens, sessionFactsSchema, sessionTokens } from "./session-tokens.ts";
import { takeByAddress } from "./take-by-address.ts";
import { unkeyedIntent } from "./unkeyed-intent.ts";

export type AnswerChallengeInput = {
  readonly write: WriteRequest;
  readonly client: ClientFacts;
  readonly challenge: RefreshToken;
  readonly code: string;
  readonly deviceInfo: string | null;
};

const secretSchema = z.object({ user_ref: refSchema, secret_encrypted: z.string() }).nullable();

/** Continues a login with the second factor. */
export async function answerChallenge(
  deps: IdentityDeps,
  caller: Caller,
  { write, client, challenge, code, deviceInfo }: AnswerChallengeInput,
): Promise<SessionTokens> {
  await takeByAddress(deps, "login_ip", client);
  await deps.limits.take("otp_verify", challenge.ref);

  const rows = await answered(
    deps.database.sql`select identity.challenge_secret(${challenge.hash}) as secret`,
  );
  const known = secretSchema.parse(rows[0]?.secret);
  const proof = known ? secondFactor(deps, known.user_ref, known.secret_encrypted, code) : {};
  const refreshToken = newToken("rt", write.newRef());
  const { result } = await runIdentityCommand(
    deps,
    "identity.answer_challenge",
    unkeyedIntent(caller, write, "identity.answer_challenge"),
    {
      ...proof,
      challenge_hash: challenge.hash,
      session_ref: write.newRef(),
      device_info: deviceInfo,
      token_ref: refreshToken.ref,
      token_hash: refreshToken.hash,
      route: "/v1/auth/login/verify",
      ip: client.ip,
      user_agent: client.userAgent,
    },
    sessionFactsSchema,
  );
  return sessionTokens(deps.keys, result, refreshToken);
}
