import { log } from "./platform/log.ts";

// Each waits for a few receivers at once. Whatever their number, no delivery is taken by two of them.
const senders = 8;
const deliveriesEach = 10;

/**
 * Wakes as many of the objects that send webhooks as there is work for. It fails for nobody: what they are not told of,
 * they find when they look by themselves.
 */
export async function wakeWebhookSenders(env: Env, deliveries: number): Promise<void> {
  const count = Math.min(senders, Math.ceil(deliveries / deliveriesEach));
  try {
    await Promise.all(
      Array.from({ length: count }, (_, index) => env.SENDERS.getByName(`sender-${index}`).wake()),
    );
  } catch (error) {
    log("warn", "webhook_sender_lost", { error: String(error) });
  }
}
