import { type Caller, scopes } from "../platform/caller.ts";
import { answered, type Database } from "../platform/database.ts";
import { platformProblem } from "../platform/errors.ts";
import type { Ref } from "../platform/ids.ts";
import { type Authenticate, challenge, type RequestOrigin } from "../platform/operator-key.ts";
import { verifyAccessToken } from "./access-token.ts";
import { apiKeyModeOf, hashOfApiKey, readApiKeyMode } from "./api-key.ts";
import { authorityOf } from "./authority.ts";
import { createKnownKeys, type KnownKey, type KnownKeys } from "./known-keys.ts";
import { createShortMemory, type ShortMemory } from "./short-memory.ts";
import type { SigningKeys } from "./signing-keys.ts";

export type AuthenticateDeps = {
  readonly database: Database;
  readonly keys: SigningKeys;
  /** Knows the bootstrap operator by the one key that is no row anywhere. */
  readonly bootstrap: Authenticate;
};

type Person = {
  readonly caller: Caller;
  readonly sessionRef: Ref;
  readonly expiresAtMs: number;
};
type KnownTokens = ShortMemory<Person>;
type Known = AuthenticateDeps & {
  readonly knownKeys: KnownKeys;
  readonly knownTokens: KnownTokens;
};

const keyPrefix = "saku_";
// A signature costs as much as the rest of a request's work here, and a token comes many times in its life.
const keptMs = 60_000;
const keptAtMost = 5_000;

/** Tells who is calling: the bootstrap operator, a service by its API key, or a person by an access token. */
export function createAuthenticator(deps: AuthenticateDeps): Authenticate {
  const { clock } = deps.keys;
  const knownKeys = createKnownKeys(deps.database, clock);
  const knownTokens: KnownTokens = createShortMemory({ clock, keptMs, keptAtMost });
  return (bearer, from) => authenticate({ ...deps, knownKeys, knownTokens }, bearer, from);
}

export async function authenticate(
  deps: Known,
  bearer: string,
  from: RequestOrigin,
): Promise<Caller | null> {
  if (!bearer.startsWith(keyPrefix)) return personOf(deps, bearer, from);
  const operator = await deps.bootstrap(bearer, from);
  return operator ?? serviceOf(deps, bearer, from);
}

async function personOf(deps: Known, bearer: string, from: RequestOrigin): Promise<Caller | null> {
  const person = await verifiedPerson(deps, bearer);
  if (!person) return null;
  if (from.mustStand) await refuseEndedSession(deps.database, person.sessionRef);
  return person.caller;
}

async function verifiedPerson(
  { keys, knownTokens }: Known,
  bearer: string,
): Promise<Person | null> {
  const known = knownTokens.recall(bearer);
  if (known && known.expiresAtMs > keys.clock.now().getTime()) return known;
  const verdict = await verifyAccessToken(keys, bearer);
  if (!verdict.isValid) {
    if (verdict.isExpired) throw refusal("token_expired", "This access token has expired.");
    return null;
  }
  const { userRef, sessionRef, roles, scopes: granted, ...proof } = verdict.claims;
  const authority = authorityOf(roles, granted);
  const caller = {
    ...authority,
    ...proof,
    ownerRef: userRef,
    userRef,
    credentialRef: sessionRef,
  };
  const person = { caller, sessionRef, expiresAtMs: verdict.expiresAt * 1_000 };
  knownTokens.keep(bearer, person);
  return person;
}

async function refuseEndedSession(database: Database, sessionRef: string): Promise<void> {
  const ended = await answered(
    database.sql`select identity.ended_credentials(array[${sessionRef}])`,
  );
  if (ended.length > 0) throw refusal("credential_ended", "This session has ended.");
}

async function serviceOf(
  { keys, knownKeys }: Known,
  bearer: string,
  from: RequestOrigin,
): Promise<Caller | null> {
  const mode = readApiKeyMode(bearer);
  if (mode === null) return null;
  const wanted = apiKeyModeOf(keys.environment);
  if (mode !== wanted) {
    const detail = `This is a ${mode} key; here only ${wanted} keys are valid.`;
    throw refusal("unauthenticated", detail);
  }
  const known = await knownKeys.find(hashOfApiKey(bearer), from);
  if (!known) return null;
  if (known.ended !== null) throw refusal("credential_ended", endings[known.ended]);
  if (!known.is_address_allowed) {
    throw platformProblem("address_not_allowed", "This key may not be used from this address.");
  }
  return callerOf(known);
}

const endings: Readonly<Record<NonNullable<KnownKey["ended"]>, string>> = {
  REVOKED: "This key was revoked.",
  EXPIRED: "This key has expired.",
  OWNER_INACTIVE: "The owner of this key is not active.",
};

/** A key may do what it was made for, as far as its owner may still do it. */
function callerOf(known: KnownKey): Caller {
  const { owner } = known;
  const authority = owner
    ? authorityOf(owner.roles, owner.scopes)
    : { scopes: new Set(scopes), isOperator: true };
  const made = new Set(known.scopes);
  return {
    ownerRef: known.owner_ref,
    scopes: new Set([...authority.scopes].filter((scope) => made.has(scope))),
    isOperator: authority.isOperator,
    credentialRef: known.key_ref,
    userRef: owner ? known.owner_ref : null,
    authTime: null,
    hasSecondFactor: false,
  };
}

function refusal(code: "unauthenticated" | "token_expired" | "credential_ended", detail: string) {
  const reason = `${challenge["WWW-Authenticate"]}, error="invalid_token"`;
  return platformProblem(code, detail, {}, { "WWW-Authenticate": reason });
}
