import { expect, it } from "vitest";
import { newOwner, newRef, openTestBank, operator, write } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";

const bank = await openTestBank();

const refusal = (code: string) => expect.objectContaining({ name: "Problem", code });

it("opens a wallet with its ledger account, its empty balance and its event in one commit", async () => {
  const owner = newOwner();
  const wallet = await bank.openWallet({ owner, currency: "USD" });

  expect(wallet).toMatchObject({
    owner_ref: owner.ownerRef,
    type: "CASH",
    currency: "USD",
    name: "Cash",
    slug: "cash-usd",
    status: "ACTIVE",
    version: 1,
  });
  expect(await bank.eventsOf(wallet.wallet_ref)).toEqual(["wallet.opened"]);
  const accounts = await queryAs(
    bank.ownerUrl,
    `select accounts.owner_type, accounts.currency, balances.posted_credits, balances.min_available
     from ledger.accounts join ledger.balances on balances.account_id = accounts.id
     where accounts.owner_ref = $1`,
    [wallet.wallet_ref],
  );
  expect(accounts).toEqual([
    { owner_type: "WALLET", currency: "USD", posted_credits: "0", min_available: "0" },
  ]);
});

it("leaves the platform's own wallet unconstrained, because money passes through it", async () => {
  const wallet = await bank.openWallet({ owner: operator, type: "PLATFORM" });
  const [row] = await queryAs(
    bank.ownerUrl,
    `select min_available from ledger.balances
     join ledger.accounts on accounts.id = account_id where owner_ref = $1`,
    [wallet.wallet_ref],
  );
  expect(row).toEqual({ min_available: null });
});

it("opens no wallet without a floor for a customer, who would spend what nobody has", async () => {
  const owner = newOwner();
  const input = { write: write(), ownerRef: owner.ownerRef, currency: "IDR" };
  await expect(bank.wallets.open(owner, { ...input, type: "PLATFORM" })).rejects.toEqual(
    expect.objectContaining({ name: "Problem", code: "wallet_type_reserved" }),
  );
});

it("answers a repetition with the first answer, and opens one wallet", async () => {
  const owner = newOwner();
  const input = {
    write: write("again"),
    ownerRef: owner.ownerRef,
    type: "CASH",
    currency: "IDR",
  } as const;

  const first = await bank.wallets.open(owner, input);
  const second = await bank.wallets.open(owner, input);

  expect(first.isReplayed).toBe(false);
  expect(second).toEqual({ result: first.result, isReplayed: true });
  expect(await bank.eventsOf(first.result.wallet_ref)).toEqual(["wallet.opened"]);
});

it("answers a repetition as it did, even after the wallet has changed", async () => {
  const owner = newOwner();
  const input = {
    write: write(),
    ownerRef: owner.ownerRef,
    type: "CASH",
    currency: "IDR",
  } as const;
  const first = await bank.wallets.open(owner, input);
  await bank.wallets.freeze(owner, {
    write: write(),
    walletRef: first.result.wallet_ref,
    mode: "ALL",
  });

  expect((await bank.wallets.open(owner, input)).result).toEqual(first.result);
});

it("refuses the same key for another request", async () => {
  const owner = newOwner();
  const once = write();
  await bank.wallets.open(owner, {
    write: once,
    ownerRef: owner.ownerRef,
    type: "CASH",
    currency: "IDR",
  });

  await expect(
    bank.wallets.open(owner, {
      write: once,
      ownerRef: owner.ownerRef,
      type: "CASH",
      currency: "USD",
    }),
  ).rejects.toEqual(refusal("idempotency_key_reused"));
});

it("keeps one owner's keys apart from another's", async () => {
  const [one, other] = [newOwner(), newOwner()];
  const once = write("shared");
  await bank.wallets.open(one, {
    write: once,
    ownerRef: one.ownerRef,
    type: "CASH",
    currency: "IDR",
  });

  const opened = await bank.wallets.open(other, {
    write: once,
    ownerRef: other.ownerRef,
    type: "CASH",
    currency: "IDR",
  });
  expect(opened.isReplayed).toBe(false);
});

it("opens one wallet when eight requests with one key arrive at once", async () => {
  const owner = newOwner();
  const input = {
    write: write(),
    ownerRef: owner.ownerRef,
    type: "CASH",
    currency: "IDR",
  } as const;

  const answers = await Promise.all(
    Array.from({ length: 8 }, () => bank.wallets.open(owner, input)),
  );

  expect(new Set(answers.map(({ result }) => result.wallet_ref)).size).toBe(1);
  expect(answers.filter(({ isReplayed }) => !isReplayed)).toHaveLength(1);
});

it("opens one wallet of a type and currency when eight requests with different keys arrive at once", async () => {
  const owner = newOwner();
  const answers = await Promise.allSettled(
    Array.from({ length: 8 }, () =>
      bank.wallets.open(owner, {
        write: write(),
        ownerRef: owner.ownerRef,
        type: "CASH",
        currency: "IDR",
      }),
    ),
  );
  const refused = answers.filter(({ status }) => status === "rejected");
  expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(refused).toEqual(
    refused.map(() => expect.objectContaining({ reason: refusal("wallet_exists") })),
  );
});

it("names the wallet that is in the way", async () => {
  const owner = newOwner();
  const wallet = await bank.openWallet({ owner, slug: "main" });

  await expect(bank.openWallet({ owner })).rejects.toMatchObject({
    code: "wallet_exists",
    extensions: { wallet_ref: wallet.wallet_ref },
  });
  await expect(bank.openWallet({ owner, currency: "USD", slug: "main" })).rejects.toMatchObject({
    code: "wallet_slug_taken",
    extensions: { wallet_ref: wallet.wallet_ref, slug: "main" },
  });
});

it("forgets a refused write's key, because nothing was done under it", async () => {
  const owner = newOwner();
  const wallet = await bank.openWallet({ owner });
  const once = write();
  const unfreeze = () =>
    bank.wallets.unfreeze(owner, { write: once, walletRef: wallet.wallet_ref });
  await expect(unfreeze()).rejects.toEqual(refusal("wallet_not_frozen"));

  await bank.wallets.freeze(owner, { write: write(), walletRef: wallet.wallet_ref, mode: "ALL" });
  expect((await unfreeze()).result.status).toBe("ACTIVE");
});

it("keeps a stranger from seeing or changing a wallet, as if it did not exist", async () => {
  const stranger = newOwner();
  const { wallet_ref: walletRef } = await bank.openWallet();
  const missing = refusal("wallet_not_found");

  await expect(bank.wallets.get(stranger, walletRef)).rejects.toEqual(missing);
  await expect(bank.wallets.get(stranger, newRef())).rejects.toEqual(missing);
  await expect(bank.wallets.close(stranger, { write: write(), walletRef })).rejects.toEqual(
    missing,
  );
  await expect(
    bank.wallets.freeze(stranger, { write: write(), walletRef, mode: "ALL" }),
  ).rejects.toEqual(missing);
  await expect(
    bank.wallets.update(stranger, {
      write: write(),
      walletRef,
      expectedVersion: null,
      name: "Mine",
    }),
  ).rejects.toEqual(missing);
  await expect(
    bank.wallets.open(stranger, {
      write: write(),
      ownerRef: newRef(),
      type: "CASH",
      currency: "IDR",
    }),
  ).rejects.toEqual(missing);
});

it("renames a wallet only from the version that the caller saw", async () => {
  const owner = newOwner();
  const { wallet_ref: walletRef } = await bank.openWallet({ owner });
  const rename = (name: string) =>
    bank.wallets.update(owner, { write: write(), walletRef, expectedVersion: "1", name });

  expect((await rename("Savings")).result).toMatchObject({ name: "Savings", version: 2 });
  await expect(rename("Spending")).rejects.toMatchObject({
    code: "precondition_failed",
    extensions: { current_etag: '"2"' },
  });
});

it("lets one of two renames to one slug win", async () => {
  const owner = newOwner();
  const wallets = [
    await bank.openWallet({ owner }),
    await bank.openWallet({ owner, currency: "USD" }),
  ];
  const answers = await Promise.allSettled(
    wallets.map(({ wallet_ref: walletRef }) =>
      bank.wallets.update(owner, { write: write(), walletRef, expectedVersion: "1", slug: "best" }),
    ),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(answers).toContainEqual(expect.objectContaining({ reason: refusal("wallet_slug_taken") }));
});
