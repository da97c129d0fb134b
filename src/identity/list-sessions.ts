import { z } from "zod";
import type { Caller } from "../platform/caller.ts";
import { answered } from "../platform/database.ts";
import { type Ref, refSchema } from "../platform/ids.ts";
import { momentSchema } from "../platform/moment.ts";
import type { IdentityDeps } from "./deps.ts";
import { sessionCaller } from "./session-caller.ts";

export const sessionSchema = z.object({
  session_ref: refSchema,
  user_ref: refSchema,
  device_info: z.string().nullable(),
  ip_address: z.string().nullable(),
  user_agent: z.string().nullable(),
  has_second_factor: z.boolean(),
  auth_time: momentSchema,
  last_activity_at: momentSchema,
  expires_at: momentSchema,
  created_at: momentSchema,
});
export type Session = z.output<typeof sessionSchema>;

/** The sessions that stand: one's own, or anybody's for those who see everybody. A stranger is shown none. */
export async function listSessions(
  deps: IdentityDeps,
  caller: Caller,
  { userRef }: { readonly userRef?: Ref | undefined },
): Promise<Session[]> {
  const asked = userRef ?? sessionCaller(caller).userRef;
  const isOwn = asked === caller.ownerRef;
  if (!isOwn && !(caller.isOperator && caller.scopes.has("users:read"))) return [];
  const rows = await answered(deps.database.sql`select identity.sessions_of(${asked}) as sessions`);
  return z.array(sessionSchema).parse(rows[0]?.sessions);
}
