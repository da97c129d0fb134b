import { ask } from "./ask.ts";
import type { ProviderName } from "./charge.ts";
import type { PaymentsDeps } from "./deps.ts";
import { paymentProblem } from "./errors.ts";
import { newRef } from "./new-ref.ts";
import { type Notification, notificationSchema } from "./notification.ts";
import type { SignedMessage } from "./payment-provider.ts";
import { providerOf } from "./provider-of.ts";

// What helps to find out what went wrong, and authorises nobody.
const keptHeaders = ["content-type", "user-agent", "webhook-id", "x-request-id"];

/**
 * Keeps what a provider sent, once its signature is proven, exactly as it came. It is only a reason to ask the provider;
 * whoever takes it may answer at once.
 */
export async function takeNotification(
  deps: PaymentsDeps,
  name: ProviderName,
  message: SignedMessage,
): Promise<Notification> {
  const heard = await providerOf(deps.providers, name).hear(message);
  if (!heard) {
    throw paymentProblem("signature_invalid", `This is not signed as ${name} signs.`, {
      provider: name,
    });
  }
  const headers = keptHeaders.flatMap((header) => {
    const value = message.headers.get(header);
    return value === null ? [] : [[header, value.slice(0, 500)]];
  });
  const command = {
    notification_ref: newRef(),
    provider: name,
    event_key: heard.eventKey.slice(0, 255),
    subject: heard.subject,
    subject_ref: heard.subjectRef?.slice(0, 100) ?? null,
    external_reference: heard.externalReference?.slice(0, 255) ?? null,
    raw_body: Buffer.from(message.body, "utf8").toString("base64"),
    headers: Object.fromEntries(headers),
  };
  return notificationSchema.parse(await ask(deps, "payments.keep_notification", [command]));
}
