// People who make API keys, and the keys that they make.
import { authorityOf } from "../../src/identity/authority.ts";
import type { CreateApiKeyInput } from "../../src/identity/create-api-key.ts";
import type { IssuedApiKey } from "../../src/identity/stored-api-key.ts";
import { bareCaller, type Caller, scopes } from "../../src/platform/caller.ts";
import type { Written } from "../../src/platform/intent.ts";
import { operatorRef } from "../../src/platform/operator-key.ts";
import { type Bank, write } from "./bank.ts";
import { addPerson, type KeyRing } from "./credentials.ts";

export const bootstrapOperator = bareCaller(operatorRef, scopes, { isOperator: true });

/** Somebody as a session shows them. */
export async function personWith(bank: Bank, roles: readonly string[] = ["user"]): Promise<Caller> {
  const { userRef, sessionRef } = await addPerson(bank, { roles });
  return {
    ...authorityOf(roles, ["wallets:read", "wallets:write", "api_keys:write"]),
    ownerRef: userRef,
    userRef,
    credentialRef: sessionRef,
    authTime: Math.floor(Date.now() / 1_000),
    hasSecondFactor: false,
  };
}

export function makeKey(
  { service }: KeyRing,
  caller: Caller,
  wanted: Partial<CreateApiKeyInput> = {},
): Promise<Written<IssuedApiKey>> {
  return service.createApiKey(caller, {
    write: write(),
    name: "Nightly",
    scopes: ["wallets:read"],
    ipAllowList: [],
    expiresAt: null,
    ...wanted,
  });
}

export function keyOf({ result }: Written<IssuedApiKey>): string {
  if (result.api_key === null) throw new Error("The key is not shown again.");
  return result.api_key;
}

export function inSeconds(seconds: number): string {
  return new Date(Date.now() + seconds * 1_000).toISOString();
}
