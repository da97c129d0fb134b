import { type AccountService, createAccountService } from "./account-service.ts";
import type { IdentityDeps } from "./deps.ts";
import { createKeyService, type KeyService } from "./key-service.ts";
import { createRoleService, type RoleService } from "./role-service.ts";

export type IdentityService = AccountService & KeyService & RoleService;

/** The module's table of contents has three chapters: accounts and sessions, keys, people and roles. */
export function createIdentityService(deps: IdentityDeps): IdentityService {
  return { ...createAccountService(deps), ...createKeyService(deps), ...createRoleService(deps) };
}
