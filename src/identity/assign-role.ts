import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import type { WriteRequest, Written } from "../platform/intent.ts";
import { refuseOldProof } from "./refuse-old-proof.ts";
import type { RoleDeps } from "./role-deps.ts";
import { runStandingCommand } from "./run-standing-command.ts";
import type { Standing } from "./standing.ts";

export type AssignRoleInput = {
  readonly write: WriteRequest;
  readonly userRef: Ref;
  readonly role: string;
};

/** Gives somebody a role. */
export async function assignRole(
  deps: RoleDeps,
  caller: Caller,
  input: AssignRoleInput,
): Promise<Written<Standing>> {
  refuseOldProof(caller, deps.clock);
  const command = { user_ref: input.userRef, role: input.role };
  return runStandingCommand(
    deps,
    caller,
    input.write,
    "users.assign_role",
    "identity.assign_role",
    command,
  );
}
