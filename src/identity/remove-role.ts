import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import type { WriteRequest, Written } from "../platform/intent.ts";
import { refuseOldProof } from "./refuse-old-proof.ts";
import type { RoleDeps } from "./role-deps.ts";
import { runStandingCommand } from "./run-standing-command.ts";
import type { Standing } from "./standing.ts";

export type RemoveRoleInput = {
  readonly write: WriteRequest;
  readonly userRef: Ref;
  readonly role: string;
};

/** Takes a role from somebody and ends their sessions, whose tokens still say that they have it. */
export async function removeRole(
  deps: RoleDeps,
  caller: Caller,
  input: RemoveRoleInput,
): Promise<Written<Standing>> {
  refuseOldProof(caller, deps.clock);
  const command = { user_ref: input.userRef, role: input.role };
  return runStandingCommand(
    deps,
    caller,
    input.write,
    "users.remove_role",
    "identity.remove_role",
    command,
  );
}
