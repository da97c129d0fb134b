import type { Ref } from "../platform/ids.ts";
import { ask } from "./ask.ts";
import type { PaymentsDeps } from "./deps.ts";
import { type RawNotification, rawNotificationSchema } from "./notification.ts";

/** One notification with its body as it came, for whoever has to find out what went wrong. */
export async function getNotification(
  deps: PaymentsDeps,
  notificationRef: Ref,
): Promise<RawNotification> {
  const found = await ask(deps, "payments.notification_of", [notificationRef]);
  return rawNotificationSchema.parse(found);
}
