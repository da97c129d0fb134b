import { createApp } from "../../../src/app.ts";
import type { RoleName } from "../../../src/identity/standing.ts";
import type { Services } from "../../../src/services.ts";
import { type Bank, openTestBank } from "../bank.ts";
import { testOperatorKey } from "../bindings.ts";
import { type ApiClient, createClient, type Send } from "../http.ts";
import { createRoleCallers, type RoleCaller } from "./caller.ts";

/** A bank's routes in this process, with people of every role who may call them. */
export type Site = {
  readonly bank: Bank;
  readonly send: Send;
  readonly operator: ApiClient;
  readonly anybody: ApiClient;
  readonly newCaller: (role: RoleName) => Promise<RoleCaller>;
  readonly clientOf: (caller: { readonly bearer: string }) => ApiClient;
};

export async function openSite(
  change: (bank: Bank) => Partial<Services> = () => ({}),
): Promise<Site> {
  const bank = await openTestBank();
  const services = { ...bank, ...change(bank) };
  const app = createApp(() => services);
  const surroundings = { VERSION: { tag: "", timestamp: "" }, ASSETS: { fetch: noPage } };
  const env = surroundings as unknown as Env;
  const send: Send = async (path, init) =>
    app.fetch(new Request(`https://saku.test${path}`, init), env);
  return {
    bank,
    send,
    operator: createClient(send, testOperatorKey),
    anybody: createClient(send, null),
    newCaller: createRoleCallers(bank),
    clientOf: ({ bearer }) => createClient(send, bearer),
  };
}

const noPage = async () => new Response(null, { status: 404 });
