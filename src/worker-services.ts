import { relayPokeOf } from "../durable-objects/relay-poke.ts";
import { type Config, configOf } from "./config.ts";
import { deliverTo, mailboxOf } from "./dev-mailbox.ts";
import { keptMediaOf } from "./donation-media.ts";
import { type DeliverCode, noDelivery } from "./identity/index.ts";
import { createOverlayStages } from "./overlay-stages.ts";
import { archiveInBucket } from "./platform/archive-store.ts";
import { systemClock } from "./platform/clock.ts";
import { openDatabase } from "./platform/database.ts";
import { createRateLimits } from "./rate-limits.ts";
import { type ConnectLive, forwardCopies } from "./readmodels/index.ts";
import { type Services, type Surroundings, servicesOf } from "./services.ts";
import { copyWriterOf, forwardersOf } from "./subscriptions.ts";
import { directLanes } from "./transactions/index.ts";
import { createWalletLanes } from "./wallet-lanes.ts";
import { wakeWebhookSenders } from "./webhook-senders.ts";

const composed = new WeakMap<Env, Services>();

/** The services of the deployed Worker, whose money commands go through its lanes. Without any, each asks by itself. */
export function servicesOfWorker(env: Env): Services {
  const known = composed.get(env);
  if (known) return known;
  const config = configOf(env);
  const lanes = createWalletLanes(env.LANES, Math.max(1, config.WALLET_LANES));
  const surroundings = surroundingsOf(env, config);
  const services =
    config.WALLET_LANES === 0
      ? // What the lanes of an earlier deployment have accepted is still theirs to tell.
        servicesOf(
          config,
          (database) => ({ ...directLanes(database), find: lanes.find }),
          surroundings,
        )
      : servicesOf(config, () => lanes, surroundings);
  composed.set(env, services);
  return services;
}

function surroundingsOf(env: Env, config: Config): Surroundings {
  return {
    limits: createRateLimits(env.LIMITS, env.SESSION_LIMIT, config.RATE_LIMITS, systemClock),
    deliverCode: mailboxOf(env) ? deliverInto(env) : noDelivery,
    poke: relayPokeOf(env),
    onConsumed: async (group, result) => {
      const database = openDatabase(config.DATABASE_URL, config.NEON_PROXY_URL);
      await group.onConsumed?.(env, { database, result });
    },
    archive: archiveInBucket(env.ARCHIVE),
    edge: {
      get: (key) => env.BALANCES.get(key),
      put: (copy) => forwardCopies(copyWriterOf(env), { copies: [copy] }),
    },
    connectLive: connectTo(env),
    forwarders: forwardersOf(env),
    wakeSenders: (deliveries) => wakeWebhookSenders(env, deliveries),
    stages: createOverlayStages(env.STAGES),
    ...keptMediaOf(env, config),
  };
}

/** Connects to the object that tells a wallet's onlookers, with a stub of this request. */
function connectTo(env: Env): ConnectLive {
  return async (walletRef, afterVersion, credentialRef) => {
    const address = new URL("https://live.invalid/");
    if (afterVersion !== null) address.searchParams.set("after_version", String(afterVersion));
    if (credentialRef !== null) address.searchParams.set("credential_ref", credentialRef);
    return env.LIVE.getByName(walletRef).fetch(address, { headers: { upgrade: "websocket" } });
  };
}

/** Asks for the mailbox each time, because a stub belongs to the request that it was made in. */
function deliverInto(env: Env): DeliverCode {
  return async (message) => {
    const mailbox = mailboxOf(env);
    if (mailbox) await deliverTo(mailbox)(message);
  };
}
