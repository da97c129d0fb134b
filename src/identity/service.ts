import { type AccountService, createAccountService } from "./account-service.ts";
import { type CleanUp, cleanUp } from "./clean-up.ts";
import type { IdentityDeps } from "./deps.ts";
import { createKeyService, type KeyService } from "./key-service.ts";
import { createRoleService, type RoleService } from "./role-service.ts";

export type IdentityService = AccountService &
  KeyService &
  RoleService & { cleanUp(): Promise<CleanUp> };

/**
 * The module's table of contents has three chapters: accounts and sessions, keys, people and roles. One verb is
 * nobody's: what has served its time goes by itself.
 */
export function createIdentityService(deps: IdentityDeps): IdentityService {
  return {
    ...createAccountService(deps),
    ...createKeyService(deps),
    ...createRoleService(deps),
    cleanUp: () => cleanUp(deps),
  };
}
