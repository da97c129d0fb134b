import type { z } from "zod";
import { runCommand } from "../platform/database.ts";
import type { Intent, Written } from "../platform/intent.ts";
import type { WebhooksDeps } from "./deps.ts";
import { webhooksCatalogue } from "./errors.ts";

/** Runs one of the functions that change something here; each answers how the thing looks now. */
export async function runWebhooksCommand<Result extends z.ZodType>(
  deps: Pick<WebhooksDeps, "database">,
  name: `webhooks.${string}`,
  intent: Intent,
  command: Readonly<Record<string, unknown>>,
  result: Result,
): Promise<Written<z.output<Result>>> {
  const written = await runCommand(deps.database, webhooksCatalogue, name, intent, command);
  return { result: result.parse(written.result), isReplayed: written.isReplayed };
}
