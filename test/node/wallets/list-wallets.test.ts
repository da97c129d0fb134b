import { expect, it } from "vitest";
import { newOwner, openTestBank, operator, write } from "../../support/bank.ts";

const bank = await openTestBank();

async function readAll(limit: number, betweenPages: () => Promise<unknown>): Promise<string[]> {
  const refs: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await bank.wallets.list(operator, { filters: {}, limit, cursor });
    refs.push(...page.rows.map((wallet) => wallet.wallet_ref));
    cursor = page.nextCursor ?? undefined;
    await betweenPages();
  } while (cursor !== undefined);
  return refs;
}

it("shows each wallet that was there before the first page exactly once, however many are opened meanwhile", async () => {
  const before = await Promise.all(Array.from({ length: 25 }, () => bank.openWallet()));

  const refs = await readAll(4, () => Promise.all([bank.openWallet(), bank.openWallet()]));

  expect(new Set(refs).size).toBe(refs.length);
  expect(refs).toEqual(expect.arrayContaining(before.map((wallet) => wallet.wallet_ref)));
});

it("gives an owner their own wallets and nobody else's, whatever they ask for", async () => {
  const [owner, other] = [newOwner(), newOwner()];
  const mine = await bank.openWallet({ owner });
  await bank.openWallet({ owner: other });

  const all = await bank.wallets.list(owner, { filters: {}, limit: 100, cursor: undefined });
  expect(all.rows).toEqual([mine]);
  const theirs = await bank.wallets.list(owner, {
    filters: { owner_ref: other.ownerRef },
    limit: 100,
    cursor: undefined,
  });
  expect(theirs.rows).toEqual([]);
});

it("does not open one owner's list with another's cursor", async () => {
  const [owner, other] = [newOwner(), newOwner()];
  await bank.openWallet({ owner });
  await bank.openWallet({ owner, currency: "USD" });
  const page = await bank.wallets.list(owner, { filters: {}, limit: 1, cursor: undefined });

  await expect(
    bank.wallets.list(other, { filters: {}, limit: 1, cursor: page.nextCursor ?? undefined }),
  ).rejects.toMatchObject({ code: "cursor_filters_changed" });
});

it("lists the accounts behind the wallets without showing an internal id", async () => {
  const owner = newOwner();
  const wallet = await bank.openWallet({ owner, currency: "USD" });
  await bank.wallets.freeze(owner, {
    write: write(),
    walletRef: wallet.wallet_ref,
    mode: "DEBIT_ONLY",
  });

  const { rows } = await bank.ledger.listAccounts({
    filters: { owner_ref: wallet.wallet_ref },
    limit: 10,
    cursor: undefined,
  });
  expect(rows).toEqual([
    expect.objectContaining({
      owner_ref: wallet.wallet_ref,
      book: "general",
      balance: "0.00",
      debit_blocked: true,
      credit_blocked: false,
      version: "0",
    }),
  ]);
});
