// The demo data: a handful of wallets, made through the public API like any client would.
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

const requestLimitMs = 15_000;

/** Idempotent: the keys are fixed, and a wallet that is already there is what was wanted. */
export async function createDemoData(workerUrl: string, operatorKey: string): Promise<void> {
  await Promise.all([
    ...demoWallets.map((wallet) => openWallet(workerUrl, operatorKey, wallet)),
    openPage(workerUrl, operatorKey),
  ]);
}

/** A page to donate on, at the address that the examples name. */
async function openPage(workerUrl: string, operatorKey: string): Promise<void> {
  const page = { owner_ref: budi, slug: "budi", display_name: "Budi", currency: "IDR" };
  await create(workerUrl, operatorKey, {
    path: "/v1/streamers",
    key: `demo-${budi}-page`,
    body: page,
    what: "page of Budi",
  });
}

async function openWallet(
  workerUrl: string,
  operatorKey: string,
  wallet: DemoWallet,
): Promise<void> {
  await create(workerUrl, operatorKey, {
    path: "/v1/wallets",
    key: `demo-${wallet.owner_ref}-${wallet.slug}`,
    body: wallet,
    what: `wallet "${wallet.name}"`,
  });
}

type Creation = {
  readonly path: string;
  readonly key: string;
  readonly body: object;
  readonly what: string;
};

async function create(
  workerUrl: string,
  operatorKey: string,
  { path, key, body, what }: Creation,
): Promise<void> {
  const response = await fetch(`${workerUrl}${path}`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${operatorKey}`,
      "content-type": "application/json",
      "idempotency-key": key,
    },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(requestLimitMs),
  });
  const answer = await response.text();
  // The owner may have been given such a thing by hand, or a newer demo may describe it differently.
  if (response.ok || response.status === 409 || answer.includes("idempotency_key_reused")) return;
  throw faultOf(
    `The demo ${what} was refused with ${response.status}: ${answer}`,
    "If the database was made by another version of Saku, start over: npm start -- --fresh",
  );
}
