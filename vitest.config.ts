import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { bindingsOf } from "./test/support/bindings.ts";
import { cloneDatabase, urlOfDatabase } from "./test/support/database.ts";
import type { TestStack } from "./test/support/global-setup.ts";

// Starting servers and browsers takes its time on a small machine.
const patient = {
  testTimeout: 60_000,
  hookTimeout: 120_000,
  expect: { poll: { timeout: 20_000 } },
};

export default defineConfig({
  test: {
    // Two cores are what the smallest machine has, and a database and a browser run beside the tests.
    maxWorkers: 2,
    // The Worker's log lines are worth reading only beside a failure.
    silent: "passed-only",
    // At the root, because a project that is built for workerd cannot load what talks to Postgres.
    globalSetup: ["./test/support/global-setup.ts"],
    reporters: ["default", "./test/support/summary-reporter.ts"],
    projects: [
      {
        test: {
          name: "rules",
          include: ["src/**/*.test.ts", "dev/**/*.test.ts", "scripts/**/*.test.ts"],
          sequence: { shuffle: true },
        },
      },
      {
        test: { name: "architecture", include: ["test/architecture/**/*.test.ts"] },
      },
      {
        test: {
          name: "node",
          include: ["test/node/**/*.test.ts"],
          ...patient,
        },
      },
      {
        plugins: [
          cloudflareTest(async ({ inject }) => ({
            remoteBindings: false,
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: { bindings: await workerBindings(inject("testStack")) },
          })),
        ],
        test: {
          name: "worker",
          include: ["test/worker/**/*.test.ts"],
          ...patient,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          ...patient,
          // Each brings a whole stack, and some a browser: two at once are more than two cores can bear.
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: { name: "pages", include: ["test/pages/**/*.test.ts"], ...patient },
      },
    ],
  },
});

/** Asked once for each file: what is on its way in the queues of one is lost with its workerd, and no other file waits for it. */
async function workerBindings({ ownerUrl, appUrl, proxyUrl }: TestStack) {
  const database = await cloneDatabase(ownerUrl, "worker");
  return bindingsOf(urlOfDatabase(appUrl, database), proxyUrl);
}
