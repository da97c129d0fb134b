import { onTestFinished } from "vitest";
import { type NeonProxy, openNeonProxy } from "../../dev/neon-proxy.ts";
import { bareCaller, scopes } from "../../src/platform/caller.ts";
import { openDatabase } from "../../src/platform/database.ts";
import { type Services, servicesOf } from "../../src/services.ts";
import { directLanes } from "../../src/transactions/index.ts";
import { type Bank, configFor, openTestBank, operator, write } from "./bank.ts";
import { cloneDatabase, queryAs, urlOfDatabase } from "./database.ts";
import { applied, createMover } from "./mover.ts";
import { makeTraffic, sentEvents } from "./read-models.ts";
import { addEndpoint, webhooksOf } from "./webhooks.ts";

/** A bank with a past of which no event has gone anywhere yet. Twins of it are told of the same, each in its own way. */
export type Original = { readonly openTwin: (seed: number) => Promise<Twin> };

export type Twin = Pick<Services, "cursors" | "database" | "events"> & {
  readonly ownerUrl: string;
  /** Breaks the way to this twin's database when it is told to. */
  readonly proxy: NeonProxy;
  readonly close: () => Promise<void>;
};

export async function openOriginal(): Promise<Original> {
  const bank = await openTestBank();
  // Nobody may be connected to a database that is copied, so what this bank was made by is closed.
  const proxy = await openWay(bank.ownerUrl, 1);
  openDatabase(bank.appUrl, proxy.url);
  await live(bank);
  await sentEvents(bank);
  await proxy.close();

  return {
    openTwin: async (seed) => {
      const name = await cloneDatabase(bank.ownerUrl, "twin");
      const way = await openWay(bank.ownerUrl, seed);
      let isOpen = true;
      const close = async () => {
        if (isOpen) await way.close();
        isOpen = false;
      };
      onTestFinished(close);
      const appUrl = urlOfDatabase(bank.appUrl, name);
      const { cursors, database, events } = servicesOf(configFor(appUrl, way.url), directLanes);
      return {
        cursors,
        database,
        events,
        ownerUrl: urlOfDatabase(bank.ownerUrl, name),
        proxy: way,
        close,
      };
    },
  };
}

function openWay(ownerUrl: string, seed: number): Promise<NeonProxy> {
  const { hostname: host, port } = new URL(ownerUrl);
  return openNeonProxy({
    port: 0,
    database: { host, port: Number.parseInt(port, 10) },
    faults: { seed },
  });
}

/** Everything that can happen to money and wallets, before those who are told of all, of their own, and of a balance. */
async function live(bank: Bank): Promise<void> {
  const [ana = "", budi = "", citra = ""] = await makeTraffic(bank, 3);
  const [found] = await queryAs<{ owner_ref: string }>(
    bank.ownerUrl,
    "select owner_ref from wallets.wallets where wallet_ref = $1",
    [ana],
  );
  const owner = bareCaller(found?.owner_ref ?? "", scopes, { isOperator: false });
  const webhooks = webhooksOf(bank);
  const url = "https://receiver.example/hooks";
  await addEndpoint(webhooks, operator, { url, audience: "ALL" });
  await addEndpoint(webhooks, operator, { url, audience: "ALL", eventTypes: ["transaction.*"] });
  await addEndpoint(webhooks, owner, { url });
  for (const measure of ["CREDITS", "BALANCE"] as const) {
    await webhooks.createMonitor(owner, {
      ...{ write: write(), walletRef: ana, measure, operator: ">=", currency: "IDR" },
      // Money that came is counted in any order. A balance meets this never, and is followed all the same.
      ...{ threshold: measure === "CREDITS" ? 25n : 1_000_000n, hysteresis: 0n },
    });
  }

  const move = createMover(bank.transactions);
  for (const source_wallet_ref of [budi, citra, budi, citra, budi]) {
    applied(
      await move.transfer({
        ...{ source_wallet_ref, destination_wallet_ref: ana, amount: "10", currency: "IDR" },
      }),
    );
  }
  // Nothing that happens later tells anew of what these hold.
  for (const end of [move.capture, move.void, move.capture, move.void]) {
    const { wallet_ref: destination_wallet_ref } = await bank.openWallet();
    const held = applied(
      await move.transfer({
        ...{ source_wallet_ref: citra, destination_wallet_ref, amount: "5", currency: "IDR" },
        hold: true,
      }),
    );
    applied(await end(held.transaction_ref));
  }
  for (const walletRef of [ana, budi]) {
    await bank.wallets.freeze(operator, { write: write(), walletRef, mode: "ALL" });
    await bank.wallets.unfreeze(operator, { write: write(), walletRef });
  }
  // So that copies are made of them, and so that a sweep looks at their events at once.
  await queryAs(
    bank.ownerUrl,
    "insert into readmodels.kept_copies select wallet_ref, now() + interval '1 hour' from wallets.wallets",
  );
  await queryAs(
    bank.ownerUrl,
    "update platform.outbox_events set created_at = created_at - interval '6 minutes'",
  );
}
