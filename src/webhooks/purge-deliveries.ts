import { answered } from "../platform/database.ts";
import type { WebhooksDeps } from "./deps.ts";

const sliceSize = 1_000;
const slicesAtMost = 20;

/** Forgets deliveries that ended long ago, and makes sure that those who send look at what is due. Answers how many are gone. */
export async function purgeDeliveries(deps: WebhooksDeps): Promise<number> {
  let purged = 0;
  for (let slice = 0; slice < slicesAtMost; slice += 1) {
    const [row] = await answered(
      deps.database.sql`select webhooks.purge_deliveries(${sliceSize}) as purged`,
    );
    const gone = row?.purged as number;
    purged += gone;
    if (gone < sliceSize) break;
  }
  await deps.wakeSenders(1);
  return purged;
}
