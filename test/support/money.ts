import { expect } from "vitest";
import type { Answer, ApiClient } from "./http.ts";
import { newRef } from "./refs.ts";

type Body = Readonly<Record<string, unknown>>;

/** A customer's moves over HTTP, in the fewest words that a test needs. */
export type Money = {
  readonly open: (currency?: string, type?: string) => Promise<string>;
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
  return {
    send,
    open: async (currency = "IDR", type = "CASH") => {
      const opened = await api.post("/v1/wallets", { owner_ref: newRef(), currency, type });
      expect(opened.status).toBe(201);
      return String(opened.body.wallet_ref);
    },
    topUp: (wallet, amount, more = {}) =>
      send("/topup", { wallet_ref: wallet, amount, currency: "IDR", ...more }),
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
