import { Hono } from "hono";
import { expect, it } from "vitest";
import { ledgerRoutes } from "../../../src/ledger/index.ts";
import { renderError } from "../../../src/platform/render-error.ts";
import { factsOf, requestContext } from "../../../src/platform/request-context.ts";
import type { RouteVariables } from "../../../src/platform/routes.ts";
import type { Services } from "../../../src/services.ts";
import { testOperatorKey } from "../../support/bindings.ts";
import { openBooks } from "../../support/books.ts";
import { applyCommands } from "../../support/commands.ts";
import { createClient } from "../../support/http.ts";
import { newRef } from "../../support/refs.ts";

const books = await openBooks();

const app = new Hono<{ Variables: RouteVariables & Services }>();
app.onError((error, c) => renderError(error, factsOf(c)));
app.use(requestContext());
app.use(async (c, next) => {
  for (const [name, service] of Object.entries(books.bank)) c.set(name as never, service as never);
  await next();
});
app.route("/", ledgerRoutes.app);
const send = (path: string, init?: RequestInit) => Promise.resolve(app.request(path, init));
const api = createClient(send, testOperatorKey);

type Row = Record<string, unknown>;

async function allPages(path: string): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: unknown = null;
  do {
    const separator = path.includes("?") ? "&" : "?";
    const { status, body } = await api.get(
      `${path}${separator}limit=7${cursor === null ? "" : `&cursor=${cursor}`}`,
    );
    expect(status).toBe(200);
    rows.push(...(body.data as Row[]));
    cursor = body.next_cursor;
  } while (cursor !== null);
  return rows;
}

const linesOf = async (path: string, accept: string) => {
  const headers = { accept, authorization: `Bearer ${testOperatorKey}` };
  return (await (await send(path, { headers })).text()).trimEnd().split(/\r?\n/);
};

it("lists every journal once, newest first, page by page", async () => {
  const journals = await allPages("/v1/ledger/journals");

  const refs = journals.map(({ journal_ref }) => String(journal_ref));
  expect(refs).toHaveLength(47);
  expect(refs).toEqual([...new Set(refs)].sort().reverse());
  const others = journals.map(({ kind }) => String(kind)).filter((kind) => kind !== "POST");
  expect(others.sort()).toEqual(["CAPTURE", "REVERSAL"]);
});

it("finds journals by transaction, kind and time", async () => {
  const found = async (query: string) => allPages(`/v1/ledger/journals?${query}`);
  const [journal] = await found(`transaction_ref=${books.transaction}`);
  const recordedAt = String(journal?.recorded_at);

  expect(journal).toEqual({
    journal_ref: books.journal,
    transaction_ref: books.transaction,
    kind: "POST",
    effective_at: recordedAt,
    recorded_at: recordedAt,
  });
  expect(await found("kind=REVERSAL")).toHaveLength(1);
  expect(await found(`to=${recordedAt}`)).toHaveLength(2);
  expect(await found(`from=${recordedAt}`)).toHaveLength(45);
  expect(await found("from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z")).toEqual([]);
});

it("shows a journal with its entries, by refs alone", async () => {
  const { status, body } = await api.get(`/v1/ledger/journals/${books.journal.toLowerCase()}`);

  expect(status).toBe(200);
  expect(body).toMatchObject({ journal_ref: books.journal, transaction_ref: books.transaction });
  const [debit, credit] = body.entries as Row[];
  expect(debit).toMatchObject({
    position: 1,
    owner_type: "SYSTEM",
    alias: "@world",
    direction: "DEBIT",
    amount: "10000",
    balance_after: "-10000",
    account_version: "1",
    stripe: 2,
  });
  expect(credit).toEqual({
    journal_ref: books.journal,
    position: 2,
    account_ref: books.payerAccount,
    owner_type: "WALLET",
    owner_ref: books.payer,
    alias: null,
    direction: "CREDIT",
    amount: "10000",
    currency: "IDR",
    balance_after: "30000",
    account_version: "3",
    stripe: 0,
    effective_at: body.effective_at,
    recorded_at: body.recorded_at,
  });
});

it("says that a journal is not there", async () => {
  const ref = newRef();
  const response = await send(`/v1/ledger/journals/${ref}`, {
    headers: { authorization: `Bearer ${testOperatorKey}` },
  });
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ code: "journal_not_found", journal_ref: ref });
});

it("lists every entry once by journal, and in the order of the journal", async () => {
  const entries = await allPages("/v1/ledger/entries");

  const places = entries.map(({ journal_ref, position }) => `${journal_ref}:${position}`);
  expect(new Set(places).size).toBe(94);
  const journals = entries.map(({ journal_ref }) => String(journal_ref));
  expect(journals).toEqual([...journals].sort().reverse());
  expect(entries.map(({ position }) => position)).toEqual(
    journals.map((_ref, index) => (index % 2) + 1),
  );
});

it("lists the entries of an account from its latest version to its first", async () => {
  const entries = await allPages(`/v1/ledger/entries?account_ref=${books.payerAccount}`);

  const versions = entries.map(({ account_version }) => String(account_version));
  expect(versions).toEqual(versions.map((_version, index) => `${versions.length - index}`));
  expect(versions).toHaveLength(46);
});

it("lists the entries of a striped account stripe by stripe", async () => {
  const accounts = await api.get("/v1/ledger/accounts?alias=@world");
  const [world] = accounts.body.data as Row[];

  expect(world).toMatchObject({
    is_striped: true,
    posted_debits: "30000",
    posted_credits: "50",
    pending_debits: "0",
    balance: "-29950",
    version: "4",
  });
  const entries = await allPages(`/v1/ledger/entries?account_ref=${world?.account_ref}`);
  expect(entries.map(({ stripe, account_version }) => `${stripe}:${account_version}`)).toEqual([
    "2:1",
    "1:1",
    "0:2",
    "0:1",
  ]);
});

it("finds entries by journal, direction, currency and time", async () => {
  const count = async (query: string) => (await allPages(`/v1/ledger/entries?${query}`)).length;

  expect(await count(`journal_ref=${books.journal}`)).toBe(2);
  expect(await count(`journal_ref=${books.journal}&direction=DEBIT`)).toBe(1);
  expect(await count("direction=CREDIT")).toBe(47);
  expect(await count("currency=USD")).toBe(0);
  expect(await count(`account_ref=${newRef()}`)).toBe(0);
  expect(await count("to=2020-01-01T00:00:00Z")).toBe(0);
});

it("shows what is pending beside what is posted", async () => {
  const { body } = await api.get(`/v1/ledger/accounts?owner_ref=${books.payer}`);
  expect(body.data).toMatchObject([
    { is_striped: false, pending_debits: "300", pending_credits: "0" },
  ]);
});

it("exports journals and entries to their end", async () => {
  const csv = await linesOf("/v1/ledger/entries?direction=DEBIT", "text/csv");
  expect(csv).toHaveLength(48);
  expect(csv[0]).toBe(
    "journal_ref,position,account_ref,owner_type,owner_ref,alias,direction,amount,currency,balance_after,account_version,stripe,effective_at,recorded_at",
  );
  const journals = await linesOf("/v1/ledger/journals", "application/x-ndjson");
  expect(journals.map((line) => JSON.parse(line).kind)).toHaveLength(47);
});

it("keeps a page where it was while others post", async () => {
  const account = `/v1/ledger/entries?account_ref=${books.payeeAccount}&limit=5`;
  const first = await api.get(account);
  await applyCommands(books.bank.appUrl, [
    { type: "TOPUP", amount: 1, destination_wallet_ref: books.payee },
  ]);
  const second = await api.get(`${account}&cursor=${first.body.next_cursor}`);

  const versions = [...(first.body.data as Row[]), ...(second.body.data as Row[])].map(
    ({ account_version }) => BigInt(String(account_version)),
  );
  expect(versions).toEqual(versions.map((_version, index) => (versions[0] ?? 0n) - BigInt(index)));
});

it("answers an auditor whether the books are right", async () => {
  const { status, body } = await api.get("/v1/ledger/integrity");
  expect(status).toBe(200);
  expect(body).toMatchObject({ ok: true, drifted_balances: 0, faults: [] });
});
