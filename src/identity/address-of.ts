import { z } from "zod";
import { answered } from "../platform/database.ts";
import type { IdentityDeps } from "./deps.ts";

/** The address that somebody is known by, and where their codes go. */
export async function addressOf(
  { database }: Pick<IdentityDeps, "database">,
  userRef: string,
): Promise<string> {
  const rows = await answered(
    database.sql`select email_norm from identity.users where user_ref = ${userRef}`,
  );
  return z.string().parse(rows[0]?.email_norm);
}
