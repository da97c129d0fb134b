// The demo data: a handful of wallets with some money and a short past, made through the public API like any client would.
import { faultOf } from "./fault.ts";

type DemoWallet = {
  readonly owner_ref: string;
  readonly type: "CASH" | "PENDING";
  readonly currency: "IDR" | "USD";
  readonly name: string;
  readonly slug: string;
};

// Fixed, so that the examples in the reference and a second start find the same owners.
const budi = "01JD00000000000000000BVD10";
const sari = "01JD00000000000000000SAR10";

export const demoWallets: readonly DemoWallet[] = [
  { owner_ref: budi, type: "CASH", currency: "IDR", name: "Budi, everyday", slug: "main" },
  { owner_ref: budi, type: "CASH", currency: "USD", name: "Budi, travel", slug: "travel" },
  { owner_ref: budi, type: "PENDING", currency: "IDR", name: "Budi, on its way", slug: "pending" },
  { owner_ref: sari, type: "CASH", currency: "IDR", name: "Sari, everyday", slug: "main" },
  { owner_ref: sari, type: "CASH", currency: "USD", name: "Sari, shop", slug: "shop" },
];

type DemoPayment = {
  readonly path: "topup" | "transfer";
  readonly from?: string;
  readonly to: string;
  readonly amount: string;
  readonly description: string;
  readonly isHold?: boolean;
};

const topUps: readonly DemoPayment[] = [
  { path: "topup", to: "Budi, everyday", amount: "500000", description: "First top-up" },
  { path: "topup", to: "Budi, travel", amount: "120.00", description: "For the journey" },
  { path: "topup", to: "Sari, everyday", amount: "250000", description: "First top-up" },
  { path: "topup", to: "Sari, shop", amount: "45.50", description: "Till of the shop" },
];

const between = (from: string, to: string) => ({ path: "transfer", from, to }) as const;

/** One after the other, so that what is left is the same on every machine. */
const transfers: readonly DemoPayment[] = [
  {
    ...between("Budi, everyday", "Sari, everyday"),
    amount: "75000",
    description: "Lunch for three",
  },
  { ...between("Sari, everyday", "Budi, everyday"), amount: "20000", description: "Bus fare" },
  {
    ...between("Budi, everyday", "Sari, everyday"),
    amount: "50000",
    description: "Deposit for the bicycle",
    isHold: true,
  },
];

const requestLimitMs = 15_000;

/** Idempotent: the keys are fixed, and what is already there is what was wanted. */
export async function createDemoData(workerUrl: string, operatorKey: string): Promise<void> {
  const site = { workerUrl, operatorKey };
  await Promise.all([...demoWallets.map((wallet) => openWallet(site, wallet)), openPage(site)]);
  const refs = await walletRefsOf(site);
  await Promise.all(topUps.map((payment) => pay(site, refs, payment)));
  for (const payment of transfers) await pay(site, refs, payment);
}

type Site = { readonly workerUrl: string; readonly operatorKey: string };

/** A page to donate on, at the address that the examples name. */
async function openPage(site: Site): Promise<void> {
  const page = { owner_ref: budi, slug: "budi", display_name: "Budi", currency: "IDR" };
  await create(site, {
    path: "/v1/streamers",
    key: `demo-${budi}-page`,
    body: page,
    what: "page of Budi",
  });
}

async function openWallet(site: Site, wallet: DemoWallet): Promise<void> {
  await create(site, {
    path: "/v1/wallets",
    key: `demo-${wallet.owner_ref}-${wallet.slug}`,
    body: wallet,
    what: `wallet "${wallet.name}"`,
  });
}

/** Asked for and not remembered: a wallet that was there before has a ref of its own. */
async function walletRefsOf(site: Site): Promise<ReadonlyMap<string, string>> {
  type Listed = DemoWallet & { readonly wallet_ref: string };
  const lists = [budi, sari].map(async (owner) => {
    const response = await request(site, `/v1/wallets?owner_ref=${owner}&limit=100`, {});
    return ((await response.json()) as { data: Listed[] }).data;
  });
  const wallets = (await Promise.all(lists)).flat();
  return new Map(
    demoWallets.flatMap(({ name, owner_ref, type, currency }) => {
      const found = wallets.find(
        (wallet) =>
          wallet.owner_ref === owner_ref && wallet.type === type && wallet.currency === currency,
      );
      return found ? [[name, found.wallet_ref]] : [];
    }),
  );
}

async function pay(
  site: Site,
  refs: ReadonlyMap<string, string>,
  { path, from, to, amount, description, isHold }: DemoPayment,
): Promise<void> {
  const sides =
    from === undefined
      ? { wallet_ref: refs.get(to) }
      : { source_wallet_ref: refs.get(from), destination_wallet_ref: refs.get(to) };
  const currency = demoWallets.find(({ name }) => name === to)?.currency;
  await create(site, {
    path: `/v1/transactions/${path}`,
    key: `demo-${path}-${from ?? "outside"}-${to}-${amount}`.replaceAll(" ", ""),
    body: { ...sides, amount, currency, description, ...(isHold && { hold: true }) },
    what: `payment "${description}"`,
  });
}

type Creation = {
  readonly path: string;
  readonly key: string;
  readonly body: object;
  readonly what: string;
};

async function create(site: Site, { path, key, body, what }: Creation): Promise<void> {
  const response = await request(site, path, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": key },
    body: JSON.stringify(body),
  });
  const answer = await response.text();
  // The owner may have been given such a thing by hand or have spent the money, or a newer demo may describe it differently.
  const isAnswered = response.ok || response.status === 409;
  if (isAnswered || /idempotency_key_reused|insufficient_funds|limit_exceeded/.test(answer)) return;
  throw faultOf(
    `The demo ${what} was refused with ${response.status}: ${answer}`,
    "If the database was made by another version of Saku, start over: npm start -- --fresh",
  );
}

function request(
  { workerUrl, operatorKey }: Site,
  path: string,
  init: RequestInit,
): Promise<Response> {
  return fetch(`${workerUrl}${path}`, {
    ...init,
    headers: { ...init.headers, authorization: `Bearer ${operatorKey}` },
    signal: AbortSignal.timeout(requestLimitMs),
  });
}
