import { env, exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { createApp } from "../../src/app.ts";
import { deliverTo, mailboxOf } from "../../src/dev-mailbox.ts";
import { allEndpoints } from "../../src/meta.ts";
import { servicesOfWorker } from "../../src/worker-services.ts";
import { newRef } from "../support/refs.ts";

const message = { channel: "email", template: "registration", code: "042317" } as const;
const productionEnv = {
  ...env,
  ENVIRONMENT: "production",
  NEON_PROXY_URL: "",
  PASSWORD_COST: "full",
  VIDEO_SOURCE: "youtube",
  WEBHOOKS_TO_LOOPBACK: "refused",
  OPERATOR_KEY: `saku_${"live"}_${"L".repeat(32)}`,
} as unknown as Env;

const readMailbox = async () => {
  const response = await exports.default.fetch(new Request("https://saku.test/dev/mailbox"));
  const { data } = (await response.json()) as { data: { destination: string; sent_at: string }[] };
  return { response, data };
};

describe("the mailbox of whoever develops", () => {
  it("shows what was sent, the newest first, and keeps two hundred", async () => {
    const mailbox = mailboxOf(env);
    if (!mailbox) throw new Error("The tests' environment has a mailbox.");
    const deliver = deliverTo(mailbox);
    const run = newRef();
    for (let count = 0; count < 205; count += 1) {
      await deliver({ ...message, destination: `${count}-${run}@example.test` });
    }
    const { response, data } = await readMailbox();
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(data).toHaveLength(200);
    expect(data[0]).toMatchObject({ ...message, destination: `204-${run}@example.test` });
    expect(data.at(-1)).toMatchObject({ destination: `5-${run}@example.test` });
    expect(data[0]?.sent_at).toMatch(/Z$/);
  });

  it("is nowhere in production, not even when somebody binds it there", async () => {
    expect(mailboxOf(productionEnv)).toBeNull();
    const { MAILBOX: _mailbox, ...unbound } = env;
    expect(mailboxOf(unbound as unknown as Env)).toBeNull();
    const answered = await createApp(servicesOfWorker).request("/dev/mailbox", {}, productionEnv);
    expect(answered.status).toBe(404);
  });

  it("is in no reference, because it is no part of the product", () => {
    expect(allEndpoints.filter(({ path }) => path.startsWith("/dev"))).toEqual([]);
  });
});
