import { z } from "zod";
import { ask } from "./ask.ts";
import type { PaymentsDeps } from "./deps.ts";

// Longer than a payer has to dispute a payment with most banks; what they say may be somebody's name.
const notificationRetentionDays = 180;
const rowsARun = 1_000;

/** Forgets notifications that were dealt with long ago. What waits for somebody's decision stays. */
export async function purgeNotifications(deps: PaymentsDeps): Promise<number> {
  const parameters = [notificationRetentionDays, rowsARun];
  return z.int().parse(await ask(deps, "payments.purge_notifications", parameters));
}
