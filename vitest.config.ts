import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

// Starting servers and browsers takes its time on a small machine.
const patient = { testTimeout: 60_000, hookTimeout: 120_000 };

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
          cloudflareTest(({ inject }) => ({
            remoteBindings: false,
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: { bindings: inject("workerBindings") },
          })),
        ],
        test: {
          name: "worker",
          include: ["test/worker/**/*.test.ts"],
          ...patient,
          // They share a database, and the relay of one would take the events of another.
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
