import { z } from "zod";
import { answered } from "../platform/database.ts";
import type { RoleDeps } from "./role-deps.ts";
import { type Role, roleSchema } from "./standing.ts";

/** Every role with what it lets people do. */
export async function listRoles(deps: RoleDeps): Promise<Role[]> {
  const [row] = await answered(deps.database.sql`select identity.list_roles() as roles`);
  return z.array(roleSchema).parse(row?.roles);
}
