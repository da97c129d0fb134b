// `npm run bench`: the hot paths under load, side by side in one run on one machine, fsync on.
import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { openStack } from "../dev/stack.ts";
import { makeThrowawayFolder } from "../dev/throwaway.ts";
import { systemClock } from "../src/platform/clock.ts";
import { createRefs } from "../src/platform/ids.ts";
import { type Measured, measure, type Scenario } from "./load.ts";
import { serveBundle } from "./workerd.ts";

const secondsEach = 5;
const clientCounts = [1, 16, 64];
const newRef = createRefs(systemClock);
const operatorKey = `saku_live_${randomBytes(20).toString("hex")}`;
const headers = { authorization: `Bearer ${operatorKey}`, "content-type": "application/json" };

const folder = makeThrowawayFolder("bench");
const stack = await openStack({ folder, isDurable: true });
const worker = await serveBundle(join(folder, "bundle"), {
  // Production refuses a proxy in front of its database, so this is its bundle in another environment.
  ENVIRONMENT: "preview",
  DATABASE_URL: stack.appUrl,
  NEON_PROXY_URL: stack.proxyUrl,
  OPERATOR_KEY: operatorKey,
  CURSOR_SECRET: randomBytes(32).toString("hex"),
  CORS_ORIGINS: "",
});
try {
  const measured: Measured[] = [];
  for (const scenario of scenariosOf(await openOne())) {
    for (const clients of clientCounts) {
      measured.push(await measure(worker.url, scenario, clients, secondsEach));
    }
  }
  console.table(measured);
} finally {
  await worker.close();
  await stack.close();
  rmSync(folder, { recursive: true, force: true });
}

function scenariosOf(walletRef: string): Scenario[] {
  return [
    { name: "empty", path: "/health" },
    { name: "read a wallet", path: `/v1/wallets/${walletRef}`, headers },
    { name: "list wallets", path: "/v1/wallets?limit=20", headers },
    { name: "open a wallet", path: "/v1/wallets", method: "POST", headers, bodyOf: newWallet },
  ];
}

function newWallet(): string {
  return JSON.stringify({ owner_ref: newRef(), currency: "IDR" });
}

async function openOne(): Promise<string> {
  const response = await fetch(`${worker.url}/v1/wallets`, {
    method: "POST",
    headers,
    body: newWallet(),
  });
  const { wallet_ref } = (await response.json()) as { wallet_ref: string };
  return wallet_ref;
}
