import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import type { Written } from "../platform/intent.ts";
import type { Page } from "../platform/list.ts";
import type { Activity } from "./activity.ts";
import { type AssignRoleInput, assignRole } from "./assign-role.ts";
import { getPreferences } from "./get-preferences.ts";
import { getProfile } from "./get-profile.ts";
import { getUser } from "./get-user.ts";
import { type ListActivityInput, listActivity } from "./list-activity.ts";
import { listRoles } from "./list-roles.ts";
import { type ListUsersInput, listUsers } from "./list-users.ts";
import type { Preferences } from "./preferences.ts";
import type { Profile } from "./profile.ts";
import { type ReactivateUserInput, reactivateUser } from "./reactivate-user.ts";
import { type RemoveRoleInput, removeRole } from "./remove-role.ts";
import type { RoleDeps } from "./role-deps.ts";
import type { Role, Standing, UserAccount } from "./standing.ts";
import { type SuspendUserInput, suspendUser } from "./suspend-user.ts";
import { type UpdatePreferencesInput, updatePreferences } from "./update-preferences.ts";
import { type UpdateProfileInput, updateProfile } from "./update-profile.ts";

export type RoleService = {
  listUsers(caller: Caller, input: ListUsersInput): Promise<Page<UserAccount>>;
  getUser(caller: Caller, userRef: Ref): Promise<UserAccount>;
  suspendUser(caller: Caller, input: SuspendUserInput): Promise<Written<Standing>>;
  reactivateUser(caller: Caller, input: ReactivateUserInput): Promise<Written<Standing>>;
  assignRole(caller: Caller, input: AssignRoleInput): Promise<Written<Standing>>;
  removeRole(caller: Caller, input: RemoveRoleInput): Promise<Written<Standing>>;
  listRoles(): Promise<Role[]>;
  getProfile(caller: Caller): Promise<Profile>;
  updateProfile(caller: Caller, input: UpdateProfileInput): Promise<Written<Profile>>;
  getPreferences(caller: Caller): Promise<Preferences>;
  updatePreferences(caller: Caller, input: UpdatePreferencesInput): Promise<Written<Preferences>>;
  listActivity(caller: Caller, input: ListActivityInput): Promise<Page<Activity>>;
};

/** What can be done about people: whether and as what they may act, and how they wish to be met. */
export function createRoleService(deps: RoleDeps): RoleService {
  return {
    listUsers: (caller, input) => listUsers(deps, caller, input),
    getUser: (caller, userRef) => getUser(deps, caller, userRef),
    suspendUser: (caller, input) => suspendUser(deps, caller, input),
    reactivateUser: (caller, input) => reactivateUser(deps, caller, input),
    assignRole: (caller, input) => assignRole(deps, caller, input),
    removeRole: (caller, input) => removeRole(deps, caller, input),
    listRoles: () => listRoles(deps),
    getProfile: (caller) => getProfile(deps, caller),
    updateProfile: (caller, input) => updateProfile(deps, caller, input),
    getPreferences: (caller) => getPreferences(deps, caller),
    updatePreferences: (caller, input) => updatePreferences(deps, caller, input),
    listActivity: (caller, input) => listActivity(deps, caller, input),
  };
}
