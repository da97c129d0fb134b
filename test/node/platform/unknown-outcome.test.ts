import { afterAll, beforeEach, expect, inject, it } from "vitest";
import { openNeonProxy } from "../../../dev/neon-proxy.ts";
import { servicesOf } from "../../../src/services.ts";
import { directLanes } from "../../../src/transactions/index.ts";
import { configFor, newOwner, openTestBank, write } from "../../support/bank.ts";

const bank = await openTestBank();
const { hostname: host, port } = new URL(inject("testStack").ownerUrl);
const proxy = await openNeonProxy({
  port: 0,
  database: { host, port: Number.parseInt(port, 10) },
  faults: {},
});
const { wallets } = servicesOf(configFor(bank.appUrl, proxy.url), directLanes);

beforeEach(() => proxy.faults?.disarm());
afterAll(() => proxy.close());

it.each([
  ["cut-before-statement", false],
  ["cut-after-commit", true],
  ["answer-500", false],
] as const)("opens one wallet in all when the first try ends with %s", async (kind, wasDone) => {
  const owner = newOwner();
  const input = {
    write: write(),
    ownerRef: owner.ownerRef,
    type: "CASH",
    currency: "IDR",
  } as const;
  proxy.faults?.arm({ kind, times: 1, matching: "wallets.open_wallet" });

  await expect(wallets.open(owner, input)).rejects.toMatchObject({ code: "database_unavailable" });
  const again = await wallets.open(owner, input);

  expect(again.isReplayed).toBe(wasDone);
  expect(await bank.eventsOf(again.result.wallet_ref)).toEqual(["wallet.opened"]);
  const { rows } = await wallets.list(owner, { filters: {}, limit: 10, cursor: undefined });
  expect(rows).toEqual([again.result]);
});
