// People, sessions and keys as the database keeps them, for tests of what is made of them.
import { type AuthenticateDeps, createAuthenticator } from "../../src/identity/authenticate.ts";
import { createKeyService, type KeyService } from "../../src/identity/key-service.ts";
import { createSigningKeys, type SigningKeys } from "../../src/identity/signing-keys.ts";
import type { Caller } from "../../src/platform/caller.ts";
import type { Clock } from "../../src/platform/clock.ts";
import { createOperatorKeyCheck, type RequestOrigin } from "../../src/platform/operator-key.ts";
import type { Bank } from "./bank.ts";
import { bindingsOf, testOperatorKey } from "./bindings.ts";
import { queryAs } from "./database.ts";
import { newRef } from "./refs.ts";

export type Person = { readonly userRef: string; readonly sessionRef: string };

type WantedPerson = { roles?: readonly string[]; status?: "ACTIVE" | "SUSPENDED" };

/** Somebody with roles and a session, put there past the product. */
export async function addPerson(
  { ownerUrl }: Pick<Bank, "ownerUrl">,
  { roles = ["user"], status = "ACTIVE" }: WantedPerson = {},
): Promise<Person> {
  const person = { userRef: newRef(), sessionRef: newRef() };
  const email = `${person.userRef.toLowerCase()}@people.example.test`;
  await queryAs(
    ownerUrl,
    `with made as (
      insert into identity.users (
        user_ref, email, email_norm, password_hash, status, email_verified_at, created_at, updated_at
      )
      values ($1, $2, $2, '$scrypt$ln=10,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', $3, now(), now(), now())
      returning id
    ), given as (
      insert into identity.user_roles (user_id, role_id, assigned_at)
      select made.id, role_id, now() from made, identity.roles where role_name = any ($4)
    )
    insert into identity.user_sessions (
      session_ref, user_id, auth_time, expires_at, created_at, last_activity_at
    )
    select $5, id, now(), now() + interval '1 day', now(), now() from made`,
    [person.userRef, email, status, roles, person.sessionRef],
  );
  return person;
}

/** Changes what is kept of people, sessions or keys, past the product. */
export async function change(
  { ownerUrl }: Pick<Bank, "ownerUrl">,
  text: string,
  ...values: unknown[]
) {
  await queryAs(ownerUrl, text, values);
}

export type KeyRing = {
  readonly keys: SigningKeys;
  readonly service: KeyService;
  readonly authenticate: (bearer: string, from?: Partial<RequestOrigin>) => Promise<Caller | null>;
};

type WantedRing = { clock: Clock; environment?: string; keyEncryptionKey?: string };

/** An instance of what signs, keeps and checks keys, with a memory and a clock of its own. */
export function openKeyRing(
  bank: Bank,
  { clock, environment = "test", ...wanted }: WantedRing,
): KeyRing {
  const { IDENTITY_KEK } = bindingsOf("", "");
  const keyEncryptionKey = wanted.keyEncryptionKey ?? IDENTITY_KEK;
  const { database, cursors } = bank;
  const keys = createSigningKeys({ database, clock, secrets: { keyEncryptionKey }, environment });
  const deps: AuthenticateDeps = {
    database,
    keys,
    bootstrap: createOperatorKeyCheck(testOperatorKey),
  };
  const authenticate = createAuthenticator(deps);
  return {
    keys,
    service: createKeyService({ database, cursors, clock, keys }),
    authenticate: (bearer, from = {}) => authenticate(bearer, { ...fromNowhere, ...from }),
  };
}

const fromNowhere: RequestOrigin = { ip: null, method: "get", path: "/", mustStand: false };

/** A clock that a test turns. */
export function openTestClock() {
  let offsetMs = 0;
  return {
    now: () => new Date(Date.now() + offsetMs),
    turn: (seconds: number) => {
      offsetMs += seconds * 1_000;
    },
  };
}
