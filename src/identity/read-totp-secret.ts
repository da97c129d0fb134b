import { z } from "zod";
import { answered } from "../platform/database.ts";
import type { IdentityDeps } from "./deps.ts";

const totpSecretSchema = z
  .object({ secret_encrypted: z.string(), is_confirmed: z.boolean() })
  .nullable();

/** The secret of a person's authenticator app, still sealed; null for whoever has none. */
export async function readTotpSecret(
  deps: Pick<IdentityDeps, "database">,
  userRef: string,
): Promise<z.output<typeof totpSecretSchema>> {
  const rows = await answered(deps.database.sql`select identity.totp_secret(${userRef}) as secret`);
  return totpSecretSchema.parse(rows[0]?.secret);
}
