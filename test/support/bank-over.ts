import { randomBytes } from "node:crypto";
import { bareCaller, type Caller, scopes } from "../../src/platform/caller.ts";
import type { WriteRequest } from "../../src/platform/intent.ts";
import { operatorRef } from "../../src/platform/operator-key.ts";
import type { Services } from "../../src/services.ts";
import type { WalletType } from "../../src/wallets/schema.ts";
import type { Wallet } from "../../src/wallets/wallet.ts";
import { queryAs } from "./database.ts";
import { newRef } from "./refs.ts";

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

/** What is usual to do with a bank, over services that stand already. It needs no test around it. */
export function bankOver(
  services: Services,
  { ownerUrl, appUrl }: Pick<Bank, "ownerUrl" | "appUrl">,
): Bank {
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
