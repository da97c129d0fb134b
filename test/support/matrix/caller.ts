import { mintAccessToken } from "../../../src/identity/access-token.ts";
import type { RoleName } from "../../../src/identity/standing.ts";
import type { Caller } from "../../../src/platform/caller.ts";
import { systemClock } from "../../../src/platform/clock.ts";
import type { Bank } from "../bank.ts";
import { addPerson, openKeyRing } from "../credentials.ts";
import { callerFor } from "../people.ts";

/** Somebody with a role, and the access token that they call with. */
export type RoleCaller = { readonly caller: Caller; readonly bearer: string };

/** Makes people with roles, who call with tokens of their own that the bank's own routes check. */
export function createRoleCallers(bank: Bank) {
  const { keys } = openKeyRing(bank, { clock: systemClock });
  return async (role: RoleName): Promise<RoleCaller> => {
    const roles = [...new Set(["user", role])];
    const person = await addPerson(bank, { roles });
    const caller = await callerFor(bank, person);
    const bearer = await mintAccessToken(keys, {
      ...person,
      roles,
      scopes: [...caller.scopes],
      authTime: caller.authTime ?? 0,
      hasSecondFactor: false,
    });
    return { caller, bearer };
  };
}
