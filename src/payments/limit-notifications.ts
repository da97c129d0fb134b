import type { PaymentsDeps } from "./deps.ts";

/** Counts a notification against the network that it comes from, before anything of it is read. */
export async function limitNotifications(
  { limits }: Pick<PaymentsDeps, "limits">,
  ip: string | null,
): Promise<void> {
  if (ip !== null) await limits.take("provider_notification_ip", ip);
}
