import { z } from "zod";
import { actingOwnerOf, type Caller } from "../platform/caller.ts";
import { answered } from "../platform/database.ts";
import { type Page, pageOf } from "../platform/list.ts";
import type { WebhooksDeps } from "./deps.ts";
import { type WebhookEndpoint, webhookEndpointSchema } from "./webhook-endpoint.ts";

export type PageInput = { readonly limit: number; readonly cursor: string | undefined };

const listName = "webhook_endpoints";

/** Lists the endpoints that a caller may see, newest first. */
export async function listWebhookEndpoints(
  deps: WebhooksDeps,
  caller: Caller,
  input: PageInput,
): Promise<Page<WebhookEndpoint>> {
  const owner = actingOwnerOf(caller);
  // Whose list it is belongs to the cursor, or one owner's cursor would open another's page.
  const bound = { acting_owner: owner };
  const after = deps.cursors.open(listName, bound, input.cursor);
  const [answer] = await answered(
    deps.database
      .sql`select webhooks.endpoints_of(${owner}, null, ${after}, ${input.limit + 1}) as endpoints`,
  );
  const rows = z.array(webhookEndpointSchema).parse(answer?.endpoints);
  return pageOf(rows, input.limit, ({ endpoint_ref }) =>
    deps.cursors.seal(listName, bound, endpoint_ref),
  );
}
