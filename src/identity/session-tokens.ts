import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import { momentSchema } from "../platform/moment.ts";
import { accessTokenLifeS, mintAccessToken } from "./access-token.ts";
import type { RefreshToken } from "./refresh-token.ts";
import type { SigningKeys } from "./signing-keys.ts";

/** What a session's function answers: what its access token says, and where its line of tokens has come to. */
export const sessionFactsSchema = z.object({
  user_ref: refSchema,
  session_ref: refSchema,
  roles: z.array(z.string()),
  scopes: z.array(z.string()),
  auth_time: z.int(),
  has_second_factor: z.boolean(),
  session_expires_at: momentSchema,
  token_ref: refSchema,
  refresh_expires_at: momentSchema,
});
export type SessionFacts = z.output<typeof sessionFactsSchema>;

export const sessionTokensSchema = z.object({
  access_token: z.string().meta({ description: "Send it as Authorization: Bearer." }),
  token_type: z.literal("Bearer"),
  expires_in: z.int().meta({ description: "Seconds until the access token ends." }),
  scope: z.string().meta({ description: "What the access token lets its bearer do." }),
  refresh_token: z.string().meta({ description: "Exchanges once for the next pair." }),
  refresh_expires_at: momentSchema,
  session_ref: refSchema,
  session_expires_at: momentSchema,
  user_ref: refSchema,
});

/** What somebody is given who has proved who they are. */
export type SessionTokens = z.output<typeof sessionTokensSchema>;

export async function sessionTokens(
  keys: SigningKeys,
  facts: SessionFacts,
  refreshToken: RefreshToken,
): Promise<SessionTokens> {
  const accessToken = await mintAccessToken(keys, {
    userRef: facts.user_ref,
    sessionRef: facts.session_ref,
    roles: facts.roles,
    scopes: facts.scopes,
    authTime: facts.auth_time,
    hasSecondFactor: facts.has_second_factor,
  });
  return {
    access_token: accessToken,
    token_type: "Bearer",
    expires_in: accessTokenLifeS,
    scope: facts.scopes.join(" "),
    refresh_token: refreshToken.text,
    refresh_expires_at: facts.refresh_expires_at,
    session_ref: facts.session_ref,
    session_expires_at: facts.session_expires_at,
    user_ref: facts.user_ref,
  };
}
