import { expect } from "vitest";
import type { Answer, ApiClient } from "./http.ts";
import { newRef } from "./refs.ts";

type Body = Readonly<Record<string, unknown>>;

/** A customer's moves over HTTP, in the fewest words that a test needs. */
export type Money = {
  readonly open: (currency?: string, type?: string) => Promise<string>;
  /** Opens a wallet that holds so much. */
  readonly funded: (amount?: string) => Promise<string>;
  readonly send: (
    path: string,
    body: Body,
    key?: string,
    headers?: Record<string, string>,
  ) => Promise<Answer>;
  readonly topUp: (wallet: string, amount: string, more?: Body) => Promise<Answer>;
  readonly transfer: (from: string, to: string, amount: string, more?: Body) => Promise<Answer>;
  readonly balanceOf: (wallet: string) => Promise<Record<string, unknown>>;
  /** Every wallet opened through this and nothing else, so that their sum must be what came in. */
  readonly integrity: () => Promise<Record<string, unknown>>;
};

export function createMoney(api: ApiClient): Money {
  const send: Money["send"] = (path, body, key = newRef(), headers = {}) =>
    api.post(`/v1/transactions${path}`, body, { "idempotency-key": key, ...headers });
  const open: Money["open"] = async (currency = "IDR", type = "CASH") => {
    const opened = await api.post("/v1/wallets", { owner_ref: newRef(), currency, type });
    expect(opened.status).toBe(201);
    return String(opened.body.wallet_ref);
  };
  const topUp: Money["topUp"] = (wallet, amount, more = {}) =>
    send("/topup", { wallet_ref: wallet, amount, currency: "IDR", ...more });
  return {
    send,
    open,
    topUp,
    funded: async (amount = "10000") => {
      const wallet = await open();
      expect((await topUp(wallet, amount)).status).toBe(201);
      return wallet;
    },
    transfer: (from, to, amount, more = {}) =>
      send("/transfer", {
        source_wallet_ref: from,
        destination_wallet_ref: to,
        amount,
        currency: "IDR",
        ...more,
      }),
    balanceOf: async (wallet) => (await api.get(`/v1/wallets/${wallet}/balance`)).body,
    integrity: async () => (await api.get("/v1/ledger/integrity")).body,
  };
}
