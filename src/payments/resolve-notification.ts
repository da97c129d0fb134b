import type { Caller } from "../platform/caller.ts";
import { runCommand } from "../platform/database.ts";
import type { Ref } from "../platform/ids.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import type { PaymentsDeps } from "./deps.ts";
import { paymentCatalogue } from "./errors.ts";
import { type Notification, notificationSchema } from "./notification.ts";
import { processNotification } from "./process-notification.ts";
import type { resolutions } from "./resolutions.ts";

export type ResolveNotificationInput = {
  readonly write: WriteRequest;
  readonly notificationRef: Ref;
  readonly resolution: (typeof resolutions)[number];
};

/** Does what an operator decided about a notification that was quarantined, at once. */
export async function resolveNotification(
  deps: PaymentsDeps,
  caller: Caller,
  { write, notificationRef, resolution }: ResolveNotificationInput,
): Promise<Written<Notification>> {
  const command = { notification_ref: notificationRef, resolution };
  const intent = intentOf(caller, write, "payments.resolve_notification", command);
  const { result, isReplayed } = await runCommand(
    deps.database,
    paymentCatalogue,
    "payments.resolve_notification",
    intent,
    command,
  );
  const resolved = notificationSchema.parse(result);
  if (!isReplayed) await processNotification(deps, resolved, write.traceparent);
  return { result: resolved, isReplayed };
}
