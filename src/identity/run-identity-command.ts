import { z } from "zod";
import { type Database, runCommand } from "../platform/database.ts";
import type { Intent, Written } from "../platform/intent.ts";
import { type Catalogue, Problem } from "../platform/problem.ts";
import { identityCatalogue } from "./errors.ts";

const refusalSchema = z.object({
  refused: z.string(),
  fields: z.record(z.string(), z.unknown()),
});

/**
 * Runs one of this module's functions. A refusal that had something to count comes back as an answer, because raising it
 * would have undone the count; it leaves here as the problem that it is.
 */
export async function runIdentityCommand<Result extends z.ZodType>(
  deps: { readonly database: Database },
  name: `identity.${string}`,
  intent: Intent,
  command: Readonly<Record<string, unknown>>,
  result: Result,
): Promise<Written<z.output<Result>>> {
  const written = await runCommand(deps.database, identityCatalogue, name, intent, command);
  const refusal = refusalSchema.safeParse(written.result);
  if (refusal.success) throw problemOf(refusal.data);
  return { result: result.parse(written.result), isReplayed: written.isReplayed };
}

function problemOf({ refused, fields }: z.output<typeof refusalSchema>): Problem {
  const catalogue: Catalogue = identityCatalogue;
  const entry = catalogue[refused];
  if (!entry) throw new Error(`${refused} is not in the catalogue of identity.`);
  const wait = fields.retry_after_s;
  const headers = wait === undefined ? {} : { "Retry-After": String(wait) };
  return new Problem(refused, entry, entry.meaning, fields, headers);
}
