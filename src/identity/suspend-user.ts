import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import type { WriteRequest, Written } from "../platform/intent.ts";
import type { RoleDeps } from "./role-deps.ts";
import { runStandingCommand } from "./run-standing-command.ts";
import type { Standing, suspensionReasons } from "./standing.ts";

export type SuspendUserInput = {
  readonly write: WriteRequest;
  readonly userRef: Ref;
  readonly reason: (typeof suspensionReasons)[number];
};

/** Stops somebody from doing anything from the moment that this commits. */
export async function suspendUser(
  deps: RoleDeps,
  caller: Caller,
  input: SuspendUserInput,
): Promise<Written<Standing>> {
  const command = { user_ref: input.userRef, reason: input.reason };
  return runStandingCommand(
    deps,
    caller,
    input.write,
    "users.suspend",
    "identity.suspend_user",
    command,
  );
}
