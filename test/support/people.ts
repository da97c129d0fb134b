import { authorityOf } from "../../src/identity/authority.ts";
import type { Caller } from "../../src/platform/caller.ts";
import { addPerson, type Person } from "./credentials.ts";
import { queryAs } from "./database.ts";

/** Somebody as their own access token would say it now. */
export async function callerFor(
  bank: { readonly ownerUrl: string },
  { userRef, sessionRef }: Person,
): Promise<Caller> {
  const [row] = await queryAs<{ roles: string[]; scopes: string[] }>(
    bank.ownerUrl,
    "select identity.roles_of(id) as roles, identity.scopes_of(id) as scopes from identity.users where user_ref = $1",
    [userRef],
  );
  return {
    ...authorityOf(row?.roles ?? [], row?.scopes ?? []),
    ownerRef: userRef,
    userRef,
    credentialRef: sessionRef,
    authTime: Math.floor(Date.now() / 1_000),
    hasSecondFactor: false,
  };
}

/** Somebody new who has these roles, and what they may do. */
export async function callerWith(
  bank: { readonly ownerUrl: string },
  ...roles: readonly string[]
): Promise<Caller> {
  return callerFor(bank, await addPerson(bank, { roles }));
}
