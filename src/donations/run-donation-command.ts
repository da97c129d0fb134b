import type { z } from "zod";
import { runCommand } from "../platform/database.ts";
import type { Intent, Written } from "../platform/intent.ts";
import type { DonationsDeps } from "./deps.ts";
import { donationCatalogue } from "./errors.ts";

/** Runs one of the functions that change something here, and reads its reply by the schema of what it answers. */
export async function runDonationCommand<Schema extends z.ZodType>(
  deps: Pick<DonationsDeps, "database">,
  name: `donations.${string}`,
  intent: Intent,
  command: Readonly<Record<string, unknown>>,
  schema: Schema,
): Promise<Written<z.output<Schema>>> {
  const { result, isReplayed } = await runCommand(
    deps.database,
    donationCatalogue,
    name,
    intent,
    command,
  );
  // The stored reply is jsonb, which forgets the order of fields; the schema restores it.
  return { result: schema.parse(result), isReplayed };
}
