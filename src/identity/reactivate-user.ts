import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import type { WriteRequest, Written } from "../platform/intent.ts";
import type { RoleDeps } from "./role-deps.ts";
import { runStandingCommand } from "./run-standing-command.ts";
import type { Standing } from "./standing.ts";

export type ReactivateUserInput = {
  readonly write: WriteRequest;
  readonly userRef: Ref;
};

/** Lets somebody who was suspended log in again. */
export async function reactivateUser(
  deps: RoleDeps,
  caller: Caller,
  input: ReactivateUserInput,
): Promise<Written<Standing>> {
  const command = { user_ref: input.userRef };
  return runStandingCommand(
    deps,
    caller,
    input.write,
    "users.reactivate",
    "identity.reactivate_user",
    command,
  );
}
