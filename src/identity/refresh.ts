import type { Caller } from "../platform/caller.ts";
import { answered } from "../platform/database.ts";
import { refSchema } from "../platform/ids.ts";
import type { WriteRequest } from "../platform/intent.ts";
import type { ClientFacts } from "./client-facts.ts";
import type { IdentityDeps } from "./deps.ts";
import { type RefreshToken, successorOf } from "./refresh-token.ts";
import { runIdentityCommand } from "./run-identity-command.ts";
import { type SessionTokens, sessionFactsSchema, sessionTokens } from "./session-tokens.ts";
import { takeByAddress } from "./take-by-address.ts";
import { unkeyedIntent } from "./unkeyed-intent.ts";

export type RefreshInput = {
  readonly write: WriteRequest;
  readonly client: ClientFacts;
  readonly token: RefreshToken;
};

/** Exchanges a refresh token for the next pair of tokens. */
export async function refresh(
  deps: IdentityDeps,
  caller: Caller,
  { write, client, token }: RefreshInput,
): Promise<SessionTokens> {
  const { tokenSecret } = deps.secrets;
  await takeByAddress(deps, "refresh_ip", client);
  await deps.limits.take("refresh", (await lineOf(deps, token)) ?? token.ref);

  const successor = successorOf(tokenSecret, token, write.newRef());
  const { result } = await runIdentityCommand(
    deps,
    "identity.refresh_session",
    unkeyedIntent(caller, write, "identity.refresh_session"),
    {
      token_hash: token.hash,
      successor_ref: successor.ref,
      successor_hash: successor.hash,
      route: "/v1/auth/refresh",
      ip: client.ip,
      user_agent: client.userAgent,
    },
    sessionFactsSchema,
  );
  // Another request may have been first: its successor is derived again from the ref that it chose.
  const next = successorOf(tokenSecret, token, result.token_ref);
  return sessionTokens(deps.keys, result, next);
}

/** The session of a token: each refresh brings another token, so counting by token would count nothing. */
async function lineOf({ database }: IdentityDeps, { hash }: RefreshToken): Promise<string | null> {
  const rows = await answered(database.sql`select identity.line_of(${hash}) as line`);
  return refSchema.nullable().parse(rows[0]?.line);
}
