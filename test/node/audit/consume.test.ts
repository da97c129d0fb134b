// Everything that happened is in the log once, with who did it and what it changed.
import { expect, it } from "vitest";
import { contexts } from "../../../scripts/contexts.ts";
import { events } from "../../../src/catalogue.ts";
import { consumeAll, publishedEvents } from "../../support/audit.ts";
import { openTestBank, operator, write } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { applied, createMover } from "../../support/mover.ts";

const bank = await openTestBank();

type Entry = Readonly<Record<string, unknown>>;
const entriesAbout = (entityRef: string) =>
  queryAs<Entry>(
    bank.ownerUrl,
    "select * from audit.audit_logs where entity_ref = $1 order by log_id",
    [entityRef],
  );

it("writes down who did what to a wallet, and what it was before", async () => {
  const wallet = await bank.openWallet();
  const input = { write: write(), walletRef: wallet.wallet_ref, mode: "DEBIT_ONLY" } as const;
  await bank.wallets.freeze(operator, input);
  await consumeAll(bank);

  expect(await entriesAbout(wallet.wallet_ref)).toMatchObject([
    {
      event_type: "wallet.opened",
      context: "wallets",
      entity_type: "wallet",
      action: "opened",
      outcome: "DONE",
      actor_ref: wallet.owner_ref,
      actor_type: "OWNER",
      old_values: null,
      new_values: { status: "ACTIVE" },
    },
    {
      event_type: "wallet.frozen",
      actor_ref: operator.ownerRef,
      old_values: { status: "ACTIVE" },
      new_values: { status: "FROZEN", freeze_mode: "DEBIT_ONLY" },
    },
  ]);
});

it("writes down who asked for a transaction, and that one failed", async () => {
  const { wallet_ref: source } = await bank.openWallet();
  const { wallet_ref: destination } = await bank.openWallet();
  const mover = createMover(bank.transactions);
  const topUp = applied(await mover.topUp({ wallet_ref: source, amount: "10", currency: "IDR" }));
  const body = { source_wallet_ref: source, destination_wallet_ref: destination };
  await mover.transfer({ ...body, amount: "11", currency: "IDR" });
  await consumeAll(bank);

  expect(await entriesAbout(topUp.transaction_ref)).toMatchObject([
    { event_type: "transaction.completed", actor_type: "BOOTSTRAP", outcome: "DONE" },
  ]);
  const failed = await queryAs<Entry>(
    bank.ownerUrl,
    "select * from audit.audit_logs where event_type = 'transaction.failed'",
  );
  expect(failed).toMatchObject([{ outcome: "FAILED", action: "failed", actor_type: "BOOTSTRAP" }]);
  expect(failed[0]?.actor_ref).toMatch(/^[0-9A-Z]{26}$/);
});

it("writes everything down once, however often and in whatever order it is delivered", async () => {
  const wallet = await bank.openWallet();
  const common = { walletRef: wallet.wallet_ref };
  await bank.wallets.freeze(operator, { ...common, write: write(), mode: "ALL" });
  await bank.wallets.unfreeze(operator, { ...common, write: write() });
  const events = (await publishedEvents(bank)).filter(
    ({ subject }) => subject === wallet.wallet_ref,
  );
  await consumeAll(
    bank,
    [events[2], events[1]].flatMap((event) => event ?? []),
  );
  await consumeAll(bank, events);
  await consumeAll(bank, events.toReversed());

  const entries = await entriesAbout(wallet.wallet_ref);
  expect(entries.map(({ event_type }) => event_type)).toEqual([
    "wallet.opened",
    "wallet.frozen",
    "wallet.unfrozen",
  ]);
  expect(entries[2]).toMatchObject({ old_values: { status: "FROZEN", freeze_mode: "ALL" } });
});

it("keeps the trace that a request began", async () => {
  const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
  const traceparent = `00-${traceId}-00f067aa0ba902b7-01`;
  const owner = operator;
  const wallet = await bank.wallets.open(owner, {
    write: { ...write(), traceparent },
    ownerRef: owner.ownerRef,
    type: "CASH",
    currency: "IDR",
    name: undefined,
    slug: undefined,
  });
  await consumeAll(bank);
  expect(await entriesAbout(wallet.result.wallet_ref)).toMatchObject([{ trace_id: traceId }]);
});

it("knows whose every kind of thing is that is announced", async () => {
  const kinds = [...new Set(events.map(({ aggregate }) => aggregate))];
  const rows = await queryAs<{ kind: string; context: string }>(
    bank.ownerUrl,
    "select kind, audit.context_of(kind) as context from unnest($1::text[]) as kind",
    [kinds],
  );
  const names = contexts.map(({ name }) => name);
  expect(rows.filter(({ context }) => !names.includes(context))).toEqual([]);
});

it("trusts no event to be free of secrets", async () => {
  const [row] = await queryAs(
    bank.ownerUrl,
    `select audit.without_secrets('{"key_ref":"K","secret":"s","inner":{"access_token":"t","n":1}}') as kept`,
  );
  expect(row).toEqual({
    kept: { key_ref: "K", secret: "[redacted]", inner: { access_token: "[redacted]", n: 1 } },
  });
});
