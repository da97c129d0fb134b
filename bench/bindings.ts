// What Cloudflare provides around a Worker and bare workerd does not: queues with their consumers, a store at the edge, and
// counting. Each is as small as it can be while the Worker does all of its own work.

/** Cloudflare's own counting. */
export const unlimitedModule = "export default () => ({ limit: async () => ({ success: true }) });";

/** A relay that does nothing, for what is measured without events. */
export const noRelayModule =
  "export default () => ({ getByName: () => ({ poke: async () => undefined }) });";

/** Takes every copy and has none. Whoever asks is told how old each of them was when it came. */
export const edgeModule = `let agesMs = [];

export default {
  async fetch(request) {
    if (new URL(request.url).pathname === "/ages") {
      const told = agesMs;
      agesMs = [];
      return Response.json(told);
    }
    if (request.method !== "PUT") return new Response(null, { status: 404 });
    const { as_of } = await request.json();
    agesMs.push(Date.now() - Date.parse(as_of));
    return new Response(null);
  },
};`;

/** The built pages, by the rules of wrangler.toml. */
export const pagesModule = `const types = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
};

export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    const name = pathname === "/" ? "/index" : pathname;
    const path = name.includes(".") ? name : name + ".html";
    const file = await env.FILES.fetch("http://files" + path);
    if (!file.ok) return new Response(null, { status: 404 });
    return new Response(file.body, { headers: { "content-type": types[path.split(".").at(-1)] } });
  },
};`;

const callsAtOnce = 4;

/**
 * One queue. It holds its messages in one object, hands ten at a time to the Worker's queue handler, in as many calls at
 * once as wrangler.toml allows, and gives them again later when it is asked to.
 */
export const brokerModule = `import { DurableObject } from "cloudflare:workers";
import { Buffer } from "node:buffer";

export class Broker extends DurableObject {
  #waiting = [];
  #calls = 0;

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
    if (this.#calls === ${callsAtOnce}) return;
    this.#calls += 1;
    // Another call takes what this one does not.
    if (this.#waiting.length > 10) this.ctx.waitUntil(this.#drain());
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, 10);
      const { outcome, retryBatch } = await this.env.SAKU.queue(this.env.QUEUE, batch);
      if (outcome === "ok" && !retryBatch.retry) continue;
      await new Promise((resolve) => setTimeout(resolve, (retryBatch.delaySeconds ?? 1) * 1000));
      this.#waiting.push(...batch.map((message) => ({ ...message, attempts: message.attempts + 1 })));
    }
    this.#calls -= 1;
  }
}

export default { fetch: (request, env) => env.BROKER.getByName("queue").fetch(request) };`;
