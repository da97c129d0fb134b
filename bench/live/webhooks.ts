import { setTimeout as sleep } from "node:timers/promises";
import type { Received } from "./receiver.ts";

const pollMs = 100;
const patienceMs = 300_000;

export type Webhooks = {
  /** Registers receivers of every transfer until there are so many. */
  readonly register: (count: number) => Promise<void>;
  /** Waits until so many deliveries have come, and tells of them. */
  readonly received: (deliveries: number) => Promise<Received>;
};

export function createWebhooks(options: {
  readonly url: string;
  readonly operatorKey: string;
  readonly receiverUrl: string;
}): Webhooks {
  const { url, operatorKey, receiverUrl } = options;
  const ask = async (path: string) => (await fetch(`${receiverUrl}${path}`)).text();
  let registered = 0;
  return {
    register: async (count) => {
      for (; registered < count; registered += 1) {
        const response = await fetch(`${url}/v1/webhooks/endpoints`, {
          method: "POST",
          headers: { authorization: `Bearer ${operatorKey}`, "content-type": "application/json" },
          body: JSON.stringify({
            url: `${receiverUrl}/hook/${registered}`,
            audience: "ALL",
            event_types: ["transaction.completed"],
          }),
        });
        if (!response.ok) throw new Error(`No receiver was registered: ${await response.text()}`);
      }
    },
    received: async (deliveries) => {
      const until = performance.now() + patienceMs;
      while (Number(await ask("/count")) < deliveries) {
        if (performance.now() > until) {
          const came = await ask("/count");
          throw new Error(`Only ${came} of ${deliveries} webhooks came in five minutes.`);
        }
        await sleep(pollMs);
      }
      const told: Received = JSON.parse(await ask("/forget"));
      if (told.deliveries > deliveries) throw new Error("More webhooks came than there were.");
      return told;
    },
  };
}
