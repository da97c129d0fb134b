// A bank that takes money in: a sandbox provider beside it, which it knows by signed HTTP only, as in production.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { openSandboxProvider } from "../../dev/sandbox-provider/server.ts";
import { createApp } from "../../src/app.ts";
import type { Charge } from "../../src/payments/index.ts";
import type { Caller } from "../../src/platform/caller.ts";
import { type Bank, newOwner, newRef, openTestBank, operator, write } from "./bank.ts";
import { testOperatorKey } from "./bindings.ts";
import { queryAs } from "./database.ts";
import { type ApiClient, createClient } from "./http.ts";

export type Shop = Bank & {
  readonly api: ApiClient;
  /** A payee, and a charge of theirs that waits to be paid. */
  readonly charge: (wanted?: WantedCharge) => Promise<{ payee: Caller; charge: Charge }>;
  /** A charge that was paid, as its payer does it. */
  readonly paidCharge: (wanted?: WantedCharge) => Promise<{ payee: Caller; charge: Charge }>;
  /** Makes something happen at the provider, and waits until its notification was dealt with. */
  readonly happen: (what: Charge | string, action: string, input?: object) => Promise<void>;
  readonly control: (path: string, input?: object) => Promise<unknown>;
  readonly read: (charge: Charge) => Promise<Charge>;
  /** What somebody's wallet of a type holds; null where there is none. */
  readonly holds: (owner: string, type: "PENDING" | "CASH" | "PLATFORM") => Promise<string | null>;
  readonly notify: (
    body: string | ReadableStream,
    headers: Record<string, string>,
    provider?: string,
  ) => Promise<number>;
  readonly close: () => Promise<void>;
};

export type WantedCharge = { amount?: bigint; payee?: Caller; currency?: string };

export const platformOwner = "00000000000000000000000001";
const secret = "a secret between the sandbox and the bank";

export async function openShop(variables: Readonly<Record<string, string>> = {}): Promise<Shop> {
  let answer = async (_request: Request): Promise<Response> => new Response(null, { status: 503 });
  const server = await openServer((request) => answer(request));
  const notifyUrl = `${server.url}/v1/payments/providers/sandbox/notifications`;
  const provider = await openSandboxProvider({ port: 0, secret, notifyUrl: () => notifyUrl });
  const bank = await openTestBank({
    PAYMENT_PROVIDERS: JSON.stringify({ sandbox: { url: provider.url, secret } }),
    SITE_URL: "https://site.example.test",
    ...variables,
  });
  const app = createApp(() => bank);
  answer = async (request) => app.fetch(request, {});
  const send = async (path: string, init?: RequestInit) =>
    app.fetch(new Request(`https://bank.test${path}`, init), {});

  const control: Shop["control"] = async (path, input = {}) => {
    const response = await fetch(`${provider.url}/control/${path}`, {
      method: "POST",
      body: JSON.stringify(input),
    });
    if (!response.ok) throw new Error(`The sandbox answered ${response.status} to ${path}.`);
    return response.json();
  };
  const happen: Shop["happen"] = async (what, action, input = {}) => {
    const path = typeof what === "string" ? what : `charges/${what.externalReference}`;
    await control(`${path}/${action}`, { held: true, ...input });
    await control("release", { order: "kept" });
  };
  const read: Shop["read"] = ({ chargeRef }) => bank.payments.getCharge(operator, chargeRef);
  const charge: Shop["charge"] = async (wanted = {}) => {
    const { amount = 10_000n, payee = newOwner(), currency = "IDR" } = wanted;
    const made = await bank.payments.createCharge(operator, {
      write: write(),
      chargeRef: newRef(),
      payerRef: null,
      payeeRef: payee.ownerRef,
      purpose: "DONATION",
      money: { amount, currency },
      description: "A donation",
    });
    return { payee, charge: made.result };
  };

  return {
    ...bank,
    api: createClient(send, testOperatorKey),
    charge,
    paidCharge: async (wanted) => {
      const made = await charge(wanted);
      await happen(made.charge, "pay");
      return { payee: made.payee, charge: await read(made.charge) };
    },
    happen,
    control,
    read,
    holds: async (owner, type) => {
      const rows = await queryAs<{ balance: string }>(
        bank.ownerUrl,
        `select sum(posted_credits - posted_debits)::text as balance
         from wallets.wallets
         join ledger.accounts using (account_ref)
         join ledger.balances on balances.account_id = accounts.id
         where wallets.owner_ref = $1 and wallets.type = $2 and wallets.currency = 'IDR'
         group by wallets.id`,
        [owner, type],
      );
      return rows[0]?.balance ?? null;
    },
    notify: async (body, headers, name = "sandbox") => {
      const path = `/v1/payments/providers/${name}/notifications`;
      const init = { method: "POST", body, headers, duplex: "half" };
      const response = await send(path, init);
      return response.status;
    },
    close: async () => {
      await provider.close();
      await server.close();
    },
  };
}

/** Answers over real HTTP, so that the provider finds us as it would find anybody. */
async function openServer(answer: (request: Request) => Promise<Response>) {
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const headers = Object.entries(incoming.headers).map(([name, value]): [string, string] => [
      name,
      `${value}`,
    ]);
    const body = incoming.method === "GET" ? null : Buffer.concat(chunks);
    const url = `http://127.0.0.1${incoming.url}`;
    const response = await answer(
      new Request(url, { method: incoming.method ?? "GET", headers, body }),
    );
    outgoing.writeHead(response.status).end(Buffer.from(await response.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server that listens on TCP has an address of this form.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
