import type { Page } from "../platform/list.ts";
import { ask } from "./ask.ts";
import type { ProviderName } from "./charge.ts";
import type { PaymentsDeps } from "./deps.ts";
import {
  type Notification,
  notificationSchema,
  type notificationStatuses,
} from "./notification.ts";
import { type PageInput, pageOfRefs } from "./page-input.ts";

export type ListNotificationsInput = PageInput & {
  readonly filters: {
    readonly status?: (typeof notificationStatuses)[number] | undefined;
    readonly provider?: ProviderName | undefined;
    readonly subject_ref?: string | undefined;
  };
};

/** Lists what providers sent, newest first, for operators: above all what was quarantined. */
export async function listNotifications(
  deps: PaymentsDeps,
  input: ListNotificationsInput,
): Promise<Page<Notification>> {
  const { filters } = input;
  const list = { name: "payment_notifications", bound: filters };
  const read = (before: string | null, limit: number) =>
    ask(deps, "payments.notifications_of", [filters, before, limit]);
  const refOf = ({ notification_ref }: Notification) => notification_ref;
  return pageOfRefs(deps, list, input, notificationSchema, read, refOf);
}
