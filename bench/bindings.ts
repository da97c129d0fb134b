// What Cloudflare provides around a Worker and bare workerd does not: queues with their consumers, a store at the edge, and
// counting. Each is as small as it can be while the Worker does all of its own work.

/** Cloudflare's own counting. */
export const unlimitedModule = "export default () => ({ limit: async () => ({ success: true }) });";

/** A relay that does nothing, for what is measured without events. */
export const noRelayModule =
  "export default () => ({ getByName: () => ({ poke: async () => undefined }) });";

/** Takes every copy and has none. */
export const edgeModule = `export default {
  async fetch(request) {
    await request.arrayBuffer();
    return new Response(null, { status: request.method === "PUT" ? 200 : 404 });
  },
};`;

/**
 * One queue. It holds its messages in one object, hands ten at a time to the Worker's queue handler, one call at a time,
 * and gives them again later when it is asked to.
 */
export const brokerModule = `import { DurableObject } from "cloudflare:workers";
import { Buffer } from "node:buffer";

export class Broker extends DurableObject {
  #waiting = [];
  #isBusy = false;

  async fetch(request) {
    const { messages } = await request.json();
    for (const { body } of messages) {
      const text = Buffer.from(body, "base64").toString();
      this.#waiting.push({ id: crypto.randomUUID(), timestamp: new Date(), body: text, attempts: 1 });
    }
    this.ctx.waitUntil(this.#drain());
    return Response.json({ metadata: { metrics: { backlogCount: this.#waiting.length, backlogBytes: 0 } } });
  }

  async #drain() {
    if (this.#isBusy) return;
    this.#isBusy = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, 10);
      const { outcome, retryBatch } = await this.env.SAKU.queue(this.env.QUEUE, batch);
      if (outcome === "ok" && !retryBatch.retry) continue;
      await new Promise((resolve) => setTimeout(resolve, (retryBatch.delaySeconds ?? 1) * 1000));
      this.#waiting.push(...batch.map((message) => ({ ...message, attempts: message.attempts + 1 })));
    }
    this.#isBusy = false;
  }
}

export default { fetch: (request, env) => env.BROKER.getByName("queue").fetch(request) };`;
