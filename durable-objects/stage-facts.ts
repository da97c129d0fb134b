import { configOf } from "../src/config.ts";
import { keptMediaOf } from "../src/donation-media.ts";
import type { DonationFacts, StageSettings, Unplayed } from "../src/overlays/index.ts";
import { bareCaller } from "../src/platform/caller.ts";
import type { Ref } from "../src/platform/ids.ts";
import { servicesOf } from "../src/services.ts";
import { directLanes } from "../src/transactions/index.ts";

/** What a stage asks of Postgres, and what it tells. */
export type StageFacts = Pick<DonationFacts, "recordPlayback"> & {
  readonly read: () => Promise<{ readonly unplayed: Unplayed; readonly settings: StageSettings }>;
};

/** Facts by way of the services. They are composed when they are first asked for: most stages only pass alerts on. */
export function stageFactsOf(env: Env, streamerRef: Ref): StageFacts {
  const compose = () => {
    const config = configOf(env);
    return servicesOf(config, directLanes, keptMediaOf(env, config));
  };
  let composed: ReturnType<typeof compose> | null = null;
  const services = () => {
    composed ??= compose();
    return composed;
  };
  const streamer = bareCaller(streamerRef, ["overlays:read"], { isOperator: false });
  return {
    recordPlayback: (fact) => services().donations.recordPlayback(fact),
    read: async () => {
      const [unplayed, settings] = await Promise.all([
        services().donations.unplayed(streamerRef),
        services().overlays.settings(streamer),
      ]);
      return { unplayed, settings };
    },
  };
}
