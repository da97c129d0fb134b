import { type Config, configOf } from "./config.ts";
import { deliverTo, mailboxOf } from "./dev-mailbox.ts";
import { type DeliverCode, noDelivery } from "./identity/index.ts";
import { systemClock } from "./platform/clock.ts";
import { createRateLimits } from "./rate-limits.ts";
import { type Services, type Surroundings, servicesOf } from "./services.ts";
import { directLanes } from "./transactions/index.ts";
import { createWalletLanes } from "./wallet-lanes.ts";

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
  };
}

/** Asks for the mailbox each time, because a stub belongs to the request that it was made in. */
function deliverInto(env: Env): DeliverCode {
  return async (message) => {
    const mailbox = mailboxOf(env);
    if (mailbox) await deliverTo(mailbox)(message);
  };
}
