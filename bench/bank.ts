import { randomBytes, randomInt } from "node:crypto";
import pg from "pg";
import { systemClock } from "../src/platform/clock.ts";
import { createRefs } from "../src/platform/ids.ts";
import type { Request, Scenario } from "./load.ts";

const newRef = createRefs(systemClock);
const itemsEach = 1_000;
const uploadsAtOnce = 4;

type Unnamed = Omit<Scenario, "name">;

/** Wallets with money, and the requests that move it. Everything but their opening goes through public routes. */
export function createBank(url: string, operatorKey: string, ownerUrl: string) {
  const wallets: string[] = [];
  const headers = {
    authorization: `Bearer ${operatorKey}`,
    "content-type": "application/json",
  };
  const scenarios = scenariosOver(wallets, headers);
  const send = async (path: string, body: unknown): Promise<void> => {
    const response = await fetch(`${url}${path}`, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (response.status !== 200 || text.includes('"problem"')) throw new Error(text.slice(0, 500));
  };

  return {
    ...scenarios,
    /** The same requests, sent with another bearer. */
    as: (bearer: string) =>
      scenariosOver(wallets, { ...headers, authorization: `Bearer ${bearer}` }),
    /** Opens wallets past HTTP, which is not what is measured here, and tops them up over it. */
    async fill(count: number): Promise<void> {
      wallets.push(...(await openWallets(ownerUrl, count)));
      for (let from = 0; from < wallets.length; from += itemsEach) {
        const items = wallets.slice(from, from + itemsEach).map((wallet_ref) => ({
          idempotency_key: newRef(),
          type: "TOPUP",
          wallet_ref,
          amount: "1000000000",
          currency: "IDR",
        }));
        await send("/v1/transactions/bulk", { items });
      }
    },
    /** Fills the tables to so many transactions through the public bulk route. */
    async grow(total: number, report: (line: string) => void): Promise<void> {
      let sent = 0;
      const begun = performance.now();
      const upload = async (): Promise<void> => {
        while (sent < total) {
          sent += itemsEach;
          await send("/v1/transactions/bulk", scenarios.bulkBody(itemsEach));
          if (sent % 100_000 === 0) report(`${sent} transfers sent`);
        }
      };
      await Promise.all(Array.from({ length: uploadsAtOnce }, upload));
      const seconds = (performance.now() - begun) / 1000;
      report(`${Math.round(sent / seconds)} transfers/s through bulk`);
    },
    /** Reads every wallet at the edge, where copies are kept of what is read. */
    async readCopies(): Promise<void> {
      for (const wallet of wallets) {
        const path = `/v1/wallets/${wallet}/balance?consistency=eventual`;
        const response = await fetch(`${url}${path}`, { headers });
        if (response.status !== 200) throw new Error(await response.text());
        await response.arrayBuffer();
      }
    },
    async integrity(): Promise<unknown> {
      const response = await fetch(`${url}/v1/ledger/integrity`, { headers });
      return response.json();
    },
  };
}

async function openWallets(ownerUrl: string, count: number): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  const text = `select wallets.open_wallet(
      jsonb_build_object('scope', platform.new_ref(), 'event_ref', platform.new_ref()),
      jsonb_build_object('wallet_ref', platform.new_ref(), 'account_ref', platform.new_ref(),
        'owner_ref', platform.new_ref(), 'type', 'CASH', 'currency', 'IDR', 'name', 'Bench', 'slug', 'bench'))
    from generate_series(1, $1::integer)`;
  await client.query(text, [count]);
  const { rows } = await client.query("select wallet_ref from wallets.wallets");
  await client.query("analyze");
  await client.end();
  return rows.map(({ wallet_ref }) => wallet_ref);
}

function scenariosOver(wallets: readonly string[], headers: Readonly<Record<string, string>>) {
  const anyWallet = () => wallets[randomInt(wallets.length)] ?? "";
  const another = (wallet: string): string => {
    const other = anyWallet();
    return other === wallet ? another(wallet) : other;
  };
  const transferFrom = (source: string) => ({
    source_wallet_ref: source,
    destination_wallet_ref: another(source),
    amount: "1",
    currency: "IDR",
  });
  const post = (path: string, requestOf: () => Request, transfersEach = 1): Unnamed => ({
    path,
    method: "POST",
    headers,
    requestOf,
    transfersEach,
  });
  const bulkBody = (count: number) => ({
    items: Array.from({ length: count }, () => ({
      idempotency_key: newKey(),
      type: "TRANSFER",
      ...transferFrom(anyWallet()),
    })),
  });
  const feeOf = (wallet_ref: string) => ({
    type: "FEE",
    legs: [
      { wallet_ref, direction: "DEBIT", amount: "1", currency: "IDR" },
      { alias: "@fees", direction: "CREDIT", amount: "1", currency: "IDR" },
    ],
  });
  const topUpOf = (wallet_ref: string) => ({ wallet_ref, amount: "1", currency: "IDR" });
  const bulk = (count: number) =>
    post("/v1/transactions/bulk", () => ({ body: JSON.stringify(bulkBody(count)) }), count);

  return {
    bulkBody,
    bulk,
    transfer: () => post("/v1/transactions/transfer", () => keyed(transferFrom(anyWallet()))),
    hotTransfer: () =>
      post("/v1/transactions/transfer", () => keyed(transferFrom(wallets[0] ?? ""))),
    topUp: () => post("/v1/transactions/topup", () => keyed(topUpOf(anyWallet()))),
    fee: () => post("/v1/transactions", () => keyed(feeOf(anyWallet()))),
    readBalance: (): Unnamed => ({ path: `/v1/wallets/${wallets[0]}/balance`, headers }),
  };
}

function keyed(body: unknown): Request {
  return { body: JSON.stringify(body), headers: { "idempotency-key": newKey() } };
}

function newKey(): string {
  return randomBytes(12).toString("base64url");
}
