import { inject } from "vitest";
import { createTestHarness } from "wrangler";
import { bindingsOf, testOperatorKey } from "./bindings.ts";
import { cloneDatabase, urlOfDatabase } from "./database.ts";
import { type ApiClient, createClient, type Send } from "./http.ts";

/** The production bundle in workerd with its pages, over a database of its own. */
export type Site = {
  readonly url: string;
  readonly ownerUrl: string;
  readonly send: Send;
  readonly api: ApiClient;
  readonly runCron: (cron: string) => Promise<void>;
  readonly logs: () => string[];
  readonly close: () => Promise<void>;
};

export async function openSite(
  variables: Readonly<Record<string, string>> = {},
  configPath = "./wrangler.toml",
): Promise<Site> {
  const stack = inject("testStack");
  const name = await cloneDatabase(stack.ownerUrl, "site");
  const harness = createTestHarness({
    workers: [
      {
        configPath,
        vars: {
          ...bindingsOf(urlOfDatabase(stack.appUrl, name), stack.proxyUrl),
          ...variables,
        },
      },
    ],
  });
  const { url } = await harness.listen();
  const send: Send = (path, init) => fetch(new URL(path, url), init);
  return {
    url: url.href,
    ownerUrl: urlOfDatabase(stack.ownerUrl, name),
    send,
    api: createClient(send, testOperatorKey),
    runCron: async (cron) => {
      await harness.getWorker().scheduled({ cron, scheduledTime: new Date() });
    },
    logs: () => harness.getLogs().map(({ message }) => message),
    close: () => harness.close(),
  };
}
