import { describe, expect, inject, it } from "vitest";
import { servicesOf } from "../../../src/services.ts";
import {
  type Command,
  directLanes,
  type Lanes,
  type Reply,
} from "../../../src/transactions/index.ts";
import { configFor, openTestBank, operator, write } from "../../support/bank.ts";
import { groupLanes } from "../../support/group-lanes.ts";
import { newCommand } from "../../support/lane-port.ts";
import { newRef } from "../../support/refs.ts";
import { openRivalLane, type Rival, somebodyWaits } from "../../support/rival.ts";

const bank = await openTestBank();

const topUpOf = (wallet: string, more: Partial<Command> = {}) =>
  newCommand({ type: "TOPUP", source_wallet_ref: null, destination_wallet_ref: wallet, ...more });

const openWallet = async () => (await bank.openWallet()).wallet_ref;

/** What a command ended in: a repetition, its refusal, or that it was done. */
const endOf = (reply: Reply | undefined) =>
  reply?.code ?? (reply?.replayed ? "replayed" : reply?.transaction_ref && "done");

/** Sends a command while a rival's batch is open, ends that, and answers what became of the command. */
async function meet(
  lanes: Lanes,
  rival: Rival<unknown>,
  how: "commit" | "rollback",
  command: Command,
) {
  const sent = lanes.submit(0, [[command]]);
  await somebodyWaits(bank.appUrl);
  await rival.end(how);
  return (await sent)[0]?.[0];
}

describe.each([
  ["by itself", directLanes(bank.database)],
  ["in a lane", groupLanes(bank.database, 4)],
] as const)("a command that goes %s", (_how, lanes) => {
  it("and whose key another lane's batch has just claimed for the same is a repetition of it", async () => {
    const command = topUpOf(await openWallet());
    const rival = await openRivalLane(bank.appUrl, [command]);
    const again = {
      ...command,
      transaction_ref: newRef(),
      journal_ref: newRef(),
      event_ref: newRef(),
    };
    const reply = await meet(lanes, rival, "commit", again);

    expect(reply).toEqual({ ...rival.done[0], replayed: true });
  });

  it("and whose key was claimed for something else is refused", async () => {
    const first = topUpOf(await openWallet());
    const rival = await openRivalLane(bank.appUrl, [first]);
    const other = topUpOf(await openWallet(), { key: first.key });

    expect(endOf(await meet(lanes, rival, "commit", other))).toBe("idempotency_key_reused");
  });

  it("and whose reference was claimed is refused", async () => {
    const reference = newRef();
    const first = topUpOf(await openWallet(), { reference });
    const rival = await openRivalLane(bank.appUrl, [first]);
    const second = topUpOf(await openWallet(), { reference });
    const reply = await meet(lanes, rival, "commit", second);

    expect(reply).toMatchObject({
      code: "reference_taken",
      fields: { reference, taken_by: first.transaction_ref },
    });
  });

  it("and that lost nothing, because the rival's batch was never done, is done", async () => {
    const reference = newRef();
    const first = topUpOf(await openWallet(), { reference });
    const rival = await openRivalLane(bank.appUrl, [first]);
    const second = topUpOf(await openWallet(), { reference, key: first.key });

    expect(endOf(await meet(lanes, rival, "rollback", second))).toBe("done");
  });

  it("spares its neighbours in the batch", async () => {
    const reference = newRef();
    const rival = await openRivalLane(bank.appUrl, [topUpOf(await openWallet(), { reference })]);
    const neighbours = [topUpOf(await openWallet()), topUpOf(await openWallet())];
    const second = topUpOf(await openWallet(), { reference });
    const sent = lanes.submit(0, [[neighbours[0] ?? second], [second], [neighbours[1] ?? second]]);
    await somebodyWaits(bank.appUrl);
    await rival.end("commit");

    expect((await sent).map(([reply]) => endOf(reply))).toEqual([
      "done",
      "reference_taken",
      "done",
    ]);
  });
});

it("does each key and each reference once for lanes that race for them in any order", async () => {
  const wallets = await Promise.all(Array.from({ length: 4 }, openWallet));
  for (let round = 0; round < 10; round += 1) {
    const names = Array.from({ length: 12 }, () => ({ key: newRef(), reference: newRef() }));
    // Each lane has wallets of its own, so that nothing but the names keeps them apart.
    const ends = await Promise.all(
      wallets.map(async (wallet, lane) => {
        const lanes = lane % 2 === 0 ? directLanes(bank.database) : groupLanes(bank.database, 4);
        const commands = names.map(({ key, reference }, index) =>
          index % 2 === 0 ? topUpOf(wallet, { key }) : topUpOf(wallet, { reference }),
        );
        const order = lane < 2 ? commands : commands.toReversed();
        const replies = await lanes.submit(
          lane,
          order.map((command) => [command]),
        );
        const inOrder = lane < 2 ? replies : replies.toReversed();
        return inOrder.map(([reply]) => endOf(reply));
      }),
    );
    for (const index of names.keys()) {
      const refused = index % 2 === 0 ? "idempotency_key_reused" : "reference_taken";
      expect(ends.map((lane) => lane[index]).toSorted()).toEqual(
        ["done", refused, refused, refused].toSorted(),
      );
    }
  }
});

it("breaks one of two chains that were given the same name by their senders, and not the other", async () => {
  const lanes = groupLanes(bank.database);
  const [poor, rich, shop] = [await openWallet(), await openWallet(), await openWallet()];
  const chainOf = (from: string) => [
    topUpOf(shop, { chain: "pay" }),
    newCommand({ chain: "pay", source_wallet_ref: from, destination_wallet_ref: shop }),
  ];
  await lanes.submit(0, [[topUpOf(rich, { amount: "50" })]]);
  const [broken, whole] = await lanes.submit(0, [chainOf(poor), chainOf(rich)]);

  expect(broken?.map(endOf)).toEqual(["linked_command_failed", "insufficient_funds"]);
  expect(whole?.map(endOf)).toEqual(["done", "done"]);
});

it("does a scheduled command once when several come by for it at one time", async () => {
  const wallet = await openWallet();
  const lanes = groupLanes(bank.database);
  const { transactions } = servicesOf(
    configFor(bank.appUrl, inject("testStack").proxyUrl),
    () => lanes,
  );
  const body = { wallet_ref: wallet, amount: "5", currency: "IDR" };
  const scheduledFor = new Date(Date.now() + 500).toISOString();
  for (let count = 0; count < 5; count += 1) {
    await transactions.topUp(operator, { manner: { write: write(), scheduledFor }, body });
  }
  const balance = async () => {
    await Promise.all(Array.from({ length: 4 }, () => transactions.runDue()));
    return (await bank.wallets.balance(operator, { walletRef: wallet, past: {} })).balance;
  };
  await expect.poll(balance, { timeout: 20_000 }).not.toBe("0");
  await expect.poll(balance).toBe("25");
});

it("leaves books that balance", async () => {
  expect(await bank.ledger.verifyBooks()).toMatchObject({ ok: true });
});
