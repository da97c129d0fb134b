import { randomInt } from "node:crypto";
import pg from "pg";
import { mintAccessToken } from "../src/identity/access-token.ts";
import { createPasswords, passwordCostOf } from "../src/identity/passwords.ts";
import { createSigningKeys } from "../src/identity/signing-keys.ts";
import { systemClock } from "../src/platform/clock.ts";
import { openDatabase } from "../src/platform/database.ts";
import { createRefs } from "../src/platform/ids.ts";
import type { Scenario } from "./load.ts";

const newRef = createRefs(systemClock);
const peopleCount = 32;
const password = "a password that nobody else chose";

export type PeopleOptions = {
  readonly url: string;
  readonly operatorKey: string;
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly proxyUrl: string;
  readonly variables: {
    readonly ENVIRONMENT: string;
    readonly IDENTITY_PEPPER: string;
    readonly IDENTITY_KEK: string;
  };
};

/** Operators who can log in, an access token of one of them, and an API key of the bootstrap operator. */
export async function openPeople(options: PeopleOptions) {
  const people = Array.from({ length: peopleCount }, () => ({
    userRef: newRef(),
    sessionRef: newRef(),
    email: `${newRef().toLowerCase()}@bench.example.test`,
  }));
  await insertPeople(options, people);
  const [first] = people;
  if (!first) throw new Error("There are no people.");
  return {
    accessToken: await tokenOf(options, first),
    apiKey: await apiKeyOf(options),
    logIn: (): Omit<Scenario, "name"> => ({
      path: "/v1/auth/login",
      method: "POST",
      headers: { "content-type": "application/json" },
      requestOf: () => {
        const email = people[randomInt(people.length)]?.email;
        return { body: JSON.stringify({ email, password }) };
      },
    }),
  };
}

type Person = { readonly userRef: string; readonly sessionRef: string; readonly email: string };

async function insertPeople(
  { ownerUrl, variables }: PeopleOptions,
  people: readonly Person[],
): Promise<void> {
  const cost = passwordCostOf("full");
  const { hash } = createPasswords({ pepper: variables.IDENTITY_PEPPER, cost });
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  for (const { userRef, sessionRef, email } of people) {
    await client.query(
      `with made as (
        insert into identity.users (
          user_ref, email, email_norm, password_hash, status, email_verified_at, created_at, updated_at
        )
        values ($1, $2, $2, $3, 'ACTIVE', now(), now(), now())
        returning id
      ), given as (
        insert into identity.user_roles (user_id, role_id, assigned_at)
        select made.id, role_id, now() from made, identity.roles where role_name = 'operator'
      )
      insert into identity.user_sessions (
        session_ref, user_id, auth_time, expires_at, created_at, last_activity_at
      )
      select $4, id, now(), now() + interval '1 day', now(), now() from made`,
      [userRef, email, await hash(password), sessionRef],
    );
  }
  await client.end();
}

async function tokenOf(
  { appUrl, proxyUrl, variables }: PeopleOptions,
  { userRef, sessionRef }: Person,
): Promise<string> {
  const keys = createSigningKeys({
    database: openDatabase(appUrl, proxyUrl),
    clock: systemClock,
    secrets: { keyEncryptionKey: variables.IDENTITY_KEK },
    environment: variables.ENVIRONMENT,
  });
  return mintAccessToken(keys, {
    userRef,
    sessionRef,
    roles: ["operator"],
    scopes: ["wallets:read", "wallets:write", "transactions:read", "transactions:write"],
    authTime: Math.floor(Date.now() / 1_000),
    hasSecondFactor: false,
  });
}

async function apiKeyOf({ url, operatorKey }: PeopleOptions): Promise<string> {
  const response = await fetch(`${url}/v1/auth/api-keys`, {
    method: "POST",
    headers: { authorization: `Bearer ${operatorKey}`, "content-type": "application/json" },
    body: JSON.stringify({ name: "Bench", scopes: ["wallets:read", "transactions:write"] }),
  });
  const answer = (await response.json()) as { readonly api_key?: string };
  if (!answer.api_key) throw new Error(`No API key was made: ${JSON.stringify(answer)}`);
  return answer.api_key;
}
