import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import { type Config, configOf } from "../../src/config.ts";
import { bareCaller, type Caller, scopes } from "../../src/platform/caller.ts";
import type { WriteRequest } from "../../src/platform/intent.ts";
import { operatorRef } from "../../src/platform/operator-key.ts";
import { type Services, servicesOf } from "../../src/services.ts";
import { directLanes } from "../../src/transactions/index.ts";
import type { WalletType } from "../../src/wallets/schema.ts";
import type { Wallet } from "../../src/wallets/wallet.ts";
import { bindingsOf } from "./bindings.ts";
import { cloneDatabase, queryAs, urlOfDatabase } from "./database.ts";
import { newRef } from "./refs.ts";

export { newRef };

export const operator = bareCaller(operatorRef, scopes, { isOperator: true });

/** A customer who may do to their own things whatever customers may do. */
export function newOwner(): Caller {
  return bareCaller(newRef(), scopes, { isOperator: false });
}

export function write(key: string | null = randomBytes(8).toString("hex")): WriteRequest {
  return { key, traceparent: null, newRef };
}

export type Bank = Services & {
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly openWallet: (wanted?: WantedWallet) => Promise<Wallet>;
  /** The types of the events about one thing, in order. */
  readonly eventsOf: (aggregateRef: string) => Promise<string[]>;
};

type WantedWallet = { owner?: Caller; type?: WalletType; currency?: string; slug?: string };

/** A bank of its own: every service over a fresh clone of the migrated database. */
export async function openTestBank(
  variables: Readonly<Record<string, string>> = {},
): Promise<Bank> {
  const stack = inject("testStack");
  const name = await cloneDatabase(stack.ownerUrl, "bank");
  const ownerUrl = urlOfDatabase(stack.ownerUrl, name);
  const appUrl = urlOfDatabase(stack.appUrl, name);
  const services = servicesOf(configFor(appUrl, stack.proxyUrl, variables), directLanes);

  return {
    ...services,
    ownerUrl,
    appUrl,
    openWallet: async ({ owner = newOwner(), type = "CASH", currency = "IDR", slug } = {}) => {
      const input = { write: write(), ownerRef: owner.ownerRef, type, currency, slug };
      // A customer may not open one that knows no floor.
      const opener = type === "PLATFORM" ? operator : owner;
      return (await services.wallets.open(opener, input)).result;
    },
    eventsOf: async (aggregateRef) => {
      const rows = await queryAs<{ event_type: string }>(
        ownerUrl,
        "select event_type from platform.outbox_events where aggregate_ref = $1 order by sequence",
        [aggregateRef],
      );
      return rows.map(({ event_type }) => event_type);
    },
  };
}

export function configFor(
  appUrl: string,
  proxyUrl: string,
  variables: Readonly<Record<string, string>> = {},
): Config {
  return configOf({ ...bindingsOf(appUrl, proxyUrl), WALLET_LANES: "1", ...variables });
}
