import { inject } from "vitest";
import { type Config, configOf } from "../../src/config.ts";
import { servicesOf } from "../../src/services.ts";
import { directLanes } from "../../src/transactions/index.ts";
import { type Bank, bankOver } from "./bank-over.ts";
import { bindingsOf } from "./bindings.ts";
import { cloneDatabase, urlOfDatabase } from "./database.ts";

export { type Bank, newOwner, operator, write } from "./bank-over.ts";
export { newRef } from "./refs.ts";

/** A bank of its own: every service over a fresh clone of the migrated database. */
export async function openTestBank(
  variables: Readonly<Record<string, string>> = {},
): Promise<Bank> {
  const stack = inject("testStack");
  const name = await cloneDatabase(stack.ownerUrl, "bank");
  const ownerUrl = urlOfDatabase(stack.ownerUrl, name);
  const appUrl = urlOfDatabase(stack.appUrl, name);
  const services = servicesOf(configFor(appUrl, stack.proxyUrl, variables), directLanes);
  return bankOver(services, { ownerUrl, appUrl });
}

export function configFor(
  appUrl: string,
  proxyUrl: string,
  variables: Readonly<Record<string, string>> = {},
): Config {
  return configOf({ ...bindingsOf(appUrl, proxyUrl), WALLET_LANES: "1", ...variables });
}
