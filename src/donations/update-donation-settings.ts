import { z } from "zod";
import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import { describeAmountFault, formatAmount, parseAmount } from "../platform/money.ts";
import { type Fault, validationProblem } from "../platform/validation.ts";
import type { DonationsDeps } from "./deps.ts";
import { getDonationSettings } from "./get-donation-settings.ts";
import { runDonationCommand } from "./run-donation-command.ts";
import type { SettingsChanges } from "./settings.ts";
import { showWidgets } from "./show-widgets.ts";
import { type Streamer, streamerOf } from "./streamer.ts";

export type UpdateDonationSettingsInput = {
  readonly write: WriteRequest;
  readonly streamerRef: Ref;
  readonly expectedVersion: string | null;
  readonly slug?: string | undefined;
  readonly displayName?: string | undefined;
  readonly settings: SettingsChanges;
};

/** Changes a page, if nobody changed it since the caller read it. What is not named stays. */
export async function updateDonationSettings(
  deps: DonationsDeps,
  caller: Caller,
  input: UpdateDonationSettingsInput,
): Promise<Written<Streamer>> {
  // Amounts are read in the page's currency, which never changes; so what is read here is as good under the lock.
  const page = await getDonationSettings(deps, caller, input.streamerRef);
  refuseBadAmounts(page.currency, input.settings);
  const settings = writtenAlike(page.currency, input.settings);
  const command = {
    streamer_ref: input.streamerRef,
    expected_version: input.expectedVersion,
    slug: input.slug,
    display_name: input.displayName,
    settings,
  };
  const intent = intentOf(caller, input.write, "donations.update_streamer", command);
  const written = await runDonationCommand(
    deps,
    "donations.update_streamer",
    intent,
    command,
    z.unknown(),
  );
  await showWidgets(deps, input.streamerRef);
  return { ...written, result: streamerOf(written.result) };
}

function refuseBadAmounts(currency: string, settings: SettingsChanges): void {
  const faults = amountsIn(settings).flatMap(([pointer, text]): Fault[] => {
    const amount = parseAmount(text, currency);
    if (typeof amount === "bigint") return [];
    return [{ in: "body", pointer, message: describeAmountFault(amount, currency) }];
  });
  if (faults.length > 0) throw validationProblem(faults);
}

/** Every amount that a change names, with where it stands in the body. */
function amountsIn(settings: SettingsChanges): [string, string][] {
  const { min_amount, max_amount, min_alert_amount, quick_amounts, tiers, speech, media } =
    settings;
  const named: [string, string | undefined][] = [
    ["/settings/min_amount", min_amount],
    ["/settings/max_amount", max_amount],
    ["/settings/min_alert_amount", min_alert_amount],
    ["/settings/speech/min_amount", speech?.min_amount],
    ["/settings/media/min_amount", media?.min_amount],
    ["/settings/media/price_per_second", media?.price_per_second],
    ...(quick_amounts ?? []).map((text, at): [string, string] => [
      `/settings/quick_amounts/${at}`,
      text,
    ]),
    ...(tiers ?? []).map((tier, at): [string, string] => [
      `/settings/tiers/${at}/min_amount`,
      tier.min_amount,
    ]),
  ];
  return named.filter((entry): entry is [string, string] => entry[1] !== undefined);
}

/** The same amounts with all decimals of their currency: pages see from one of them how many there are. */
function writtenAlike(currency: string, changes: SettingsChanges): SettingsChanges {
  const { min_amount, max_amount, min_alert_amount, quick_amounts, tiers, speech, media } = changes;
  const written = (text: string) => {
    const amount = parseAmount(text, currency);
    return typeof amount === "bigint" ? formatAmount(amount, currency) : text;
  };
  const least = <Part extends { readonly min_amount: string }>(part: Part): Part => ({
    ...part,
    min_amount: written(part.min_amount),
  });
  return {
    ...changes,
    min_amount: min_amount && written(min_amount),
    max_amount: max_amount && written(max_amount),
    min_alert_amount: min_alert_amount && written(min_alert_amount),
    quick_amounts: quick_amounts?.map(written),
    tiers: tiers?.map(least),
    speech: speech && least(speech),
    media: media && { ...least(media), price_per_second: written(media.price_per_second) },
  };
}
