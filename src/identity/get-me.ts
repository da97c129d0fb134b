import { z } from "zod";
import type { Caller } from "../platform/caller.ts";
import { answered } from "../platform/database.ts";
import { refSchema } from "../platform/ids.ts";
import { momentSchema } from "../platform/moment.ts";
import type { IdentityDeps } from "./deps.ts";
import { identityProblem } from "./errors.ts";
import { userStatuses } from "./standing.ts";

export const meSchema = z.object({
  user_ref: refSchema,
  email: z.string(),
  username: z.string().nullable(),
  phone: z.string().nullable(),
  user_status: z.enum(userStatuses),
  email_verified_at: momentSchema.nullable(),
  phone_verified_at: momentSchema.nullable(),
  last_login_at: momentSchema.nullable(),
  has_authenticator: z.boolean(),
  backup_codes_left: z.int(),
  roles: z.array(z.string()),
  scopes: z.array(z.string()),
  session_ref: refSchema.nullable().meta({ description: "The session that asks; null for a key." }),
  created_at: momentSchema,
});
export type Me = z.output<typeof meSchema>;

/** Who is calling, as they are known here. */
export async function getMe(deps: IdentityDeps, caller: Caller): Promise<Me> {
  const rows = await answered(deps.database.sql`select identity.me(${caller.userRef}) as me`);
  const found = meSchema.omit({ session_ref: true }).nullable().parse(rows[0]?.me);
  if (!found) {
    throw identityProblem("session_required", "There is no person behind this key.");
  }
  const sessionRef = caller.authTime === null ? null : caller.credentialRef;
  const { created_at, ...known } = found;
  return { ...known, session_ref: sessionRef, created_at };
}
