import type { Ref } from "../platform/ids.ts";
import { askDonations } from "./ask-donations.ts";
import type { DonationsDeps } from "./deps.ts";
import type { Settings } from "./settings.ts";
import { streamerOf } from "./streamer.ts";

/** The rules of a streamer's page, for what happens there by itself. */
export async function readSettings(deps: DonationsDeps, streamerRef: Ref): Promise<Settings> {
  return streamerOf(await askDonations(deps, "donations.my_streamer", [streamerRef, null]))
    .settings;
}
