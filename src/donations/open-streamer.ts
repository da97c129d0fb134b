import { z } from "zod";
import { type Caller, maySee } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import type { DonationsDeps } from "./deps.ts";
import { donationProblem } from "./errors.ts";
import { runDonationCommand } from "./run-donation-command.ts";
import { type Streamer, streamerOf } from "./streamer.ts";

export type OpenStreamerInput = {
  readonly write: WriteRequest;
  readonly ownerRef: Ref;
  readonly displayName: string;
  readonly currency: string;
  readonly slug?: string | undefined;
};

/** Opens a page on which somebody takes donations, with the rules that pages begin with. */
export async function openStreamer(
  deps: DonationsDeps,
  caller: Caller,
  input: OpenStreamerInput,
): Promise<Written<Streamer>> {
  const { write, ownerRef, displayName, currency } = input;
  if (!maySee(caller, ownerRef)) {
    throw donationProblem("streamer_not_found", "A page can only be opened for yourself.");
  }
  const command = {
    owner_ref: ownerRef,
    slug: input.slug ?? `s-${ownerRef.toLowerCase()}`,
    display_name: displayName,
    currency,
  };
  const intent = intentOf(caller, write, "donations.open_streamer", command);
  const opened = await runDonationCommand(
    deps,
    "donations.open_streamer",
    intent,
    command,
    z.unknown(),
  );
  return { ...opened, result: streamerOf(opened.result) };
}
