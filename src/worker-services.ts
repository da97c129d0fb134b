import { configOf } from "./config.ts";
import { type Services, servicesOf } from "./services.ts";
import { directLanes } from "./transactions/index.ts";
import { createWalletLanes } from "./wallet-lanes.ts";

const composed = new WeakMap<Env, Services>();

/** The services of the deployed Worker, whose money commands go through its lanes. Without any, each asks by itself. */
export function servicesOfWorker(env: Env): Services {
  const known = composed.get(env);
  if (known) return known;
  const config = configOf(env);
  const lanes = createWalletLanes(env.LANES, Math.max(1, config.WALLET_LANES));
  const services =
    config.WALLET_LANES === 0
      ? // What the lanes of an earlier deployment have accepted is still theirs to tell.
        servicesOf(config, (database) => ({ ...directLanes(database), find: lanes.find }))
      : servicesOf(config, () => lanes);
  composed.set(env, services);
  return services;
}
