import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";

/**
 * Whose keys a caller sees: everybody's, which is null, for those who see people; else their own. A service moves money for
 * everybody and has no business with who else has keys.
 */
export function keysOwnerOf(caller: Caller): Ref | null {
  return caller.isOperator && caller.scopes.has("users:read") ? null : caller.ownerRef;
}
