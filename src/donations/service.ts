import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import type { Written } from "../platform/intent.ts";
import type { Page } from "../platform/list.ts";
import { type ApproveDonationInput, approveDonation } from "./approve-donation.ts";
import { type CaughtUp, catchUp } from "./catch-up.ts";
import type { DonationCharge } from "./charges.ts";
import { type CreateDonationInput, createDonation } from "./create-donation.ts";
import { type CreateGoalInput, createGoal } from "./create-goal.ts";
import type { DonationsDeps } from "./deps.ts";
import type { Donation } from "./donation.ts";
import type { DonationQuote } from "./donation-quote.ts";
import { forgetUnpaid } from "./forget-unpaid.ts";
import { getDonation } from "./get-donation.ts";
import { getDonationSettings } from "./get-donation-settings.ts";
import { type GetDonationStateInput, getDonationState } from "./get-donation-state.ts";
import { type Earnings, type GetEarningsInput, getEarnings } from "./get-earnings.ts";
import { getLeaderboard } from "./get-leaderboard.ts";
import { getStreamer } from "./get-streamer.ts";
import { getTimer } from "./get-timer.ts";
import type { Goal } from "./goal.ts";
import { handleCharge } from "./handle-charge.ts";
import { type ListDonationsInput, listDonations } from "./list-donations.ts";
import { listGoals } from "./list-goals.ts";
import { listUnplayed } from "./list-unplayed.ts";
import type { StoredMedia } from "./media-store.ts";
import { type OpenStreamerInput, openStreamer } from "./open-streamer.ts";
import type { Unplayed } from "./playable-donation.ts";
import type { DonationState, PromisedDonation } from "./promised-donation.ts";
import { type QuoteDonationInput, quoteDonation } from "./quote-donation.ts";
import type { Leaderboard } from "./read-leaders.ts";
import type { PageLook } from "./read-page.ts";
import { readSpeech } from "./read-speech.ts";
import { readWidgets } from "./read-widgets.ts";
import { type ChargeFindings, reconcileCharges } from "./reconcile-charges.ts";
import { type PlaybackEnd, recordPlayback } from "./record-playback.ts";
import { type RejectDonationInput, rejectDonation } from "./reject-donation.ts";
import { type SetTimerInput, setTimer } from "./set-timer.ts";
import type { WidgetState } from "./stage.ts";
import type { PublicStreamer, Streamer } from "./streamer.ts";
import type { Timer } from "./timer.ts";
import {
  type UpdateDonationSettingsInput,
  updateDonationSettings,
} from "./update-donation-settings.ts";
import { type UpdateGoalInput, updateGoal } from "./update-goal.ts";

export type DonationsService = {
  openStreamer(caller: Caller, input: OpenStreamerInput): Promise<Written<Streamer>>;
  getStreamer(look: PageLook): Promise<PublicStreamer>;
  getLeaderboard(look: PageLook): Promise<Leaderboard>;
  getSettings(caller: Caller, streamerRef: Ref): Promise<Streamer>;
  updateSettings(caller: Caller, input: UpdateDonationSettingsInput): Promise<Written<Streamer>>;
  getEarnings(caller: Caller, input: GetEarningsInput): Promise<Earnings>;
  quote(input: QuoteDonationInput): Promise<DonationQuote>;
  create(caller: Caller, input: CreateDonationInput): Promise<Written<PromisedDonation>>;
  getState(input: GetDonationStateInput): Promise<DonationState>;
  get(caller: Caller, donationRef: Ref): Promise<Donation>;
  list(caller: Caller, input: ListDonationsInput): Promise<Page<Donation>>;
  approve(caller: Caller, input: ApproveDonationInput): Promise<Written<Donation>>;
  reject(caller: Caller, input: RejectDonationInput): Promise<Written<Donation>>;
  listGoals(caller: Caller, streamerRef: Ref): Promise<Goal[]>;
  createGoal(caller: Caller, input: CreateGoalInput): Promise<Written<Goal>>;
  updateGoal(caller: Caller, input: UpdateGoalInput): Promise<Written<Goal>>;
  getTimer(caller: Caller, streamerRef: Ref): Promise<Timer>;
  setTimer(caller: Caller, input: SetTimerInput): Promise<Written<Timer>>;
  readSpeech(ticket: string): Promise<StoredMedia>;
  /** For payments: whatever became of a charge. */
  handleCharge(charge: DonationCharge): Promise<void>;
  /** For the stage: what is to be shown, what became of it, and what its widgets say. */
  unplayed(streamerRef: Ref): Promise<Unplayed>;
  recordPlayback(end: PlaybackEnd): Promise<void>;
  widgets(streamerRef: Ref): Promise<WidgetState[]>;
  catchUp(): Promise<CaughtUp>;
  reconcileCharges(): Promise<ChargeFindings>;
  forgetUnpaid(): Promise<number>;
};

/** The module's table of contents: a line for each verb, a file for each line. */
export function createDonationsService(deps: DonationsDeps): DonationsService {
  return {
    openStreamer: (caller, input) => openStreamer(deps, caller, input),
    getStreamer: (look) => getStreamer(deps, look),
    getLeaderboard: (look) => getLeaderboard(deps, look),
    getSettings: (caller, streamerRef) => getDonationSettings(deps, caller, streamerRef),
    updateSettings: (caller, input) => updateDonationSettings(deps, caller, input),
    getEarnings: (caller, input) => getEarnings(deps, caller, input),
    quote: (input) => quoteDonation(deps, input),
    create: (caller, input) => createDonation(deps, caller, input),
    getState: (input) => getDonationState(deps, input),
    get: (caller, donationRef) => getDonation(deps, caller, donationRef),
    list: (caller, input) => listDonations(deps, caller, input),
    approve: (caller, input) => approveDonation(deps, caller, input),
    reject: (caller, input) => rejectDonation(deps, caller, input),
    listGoals: (caller, streamerRef) => listGoals(deps, caller, streamerRef),
    createGoal: (caller, input) => createGoal(deps, caller, input),
    updateGoal: (caller, input) => updateGoal(deps, caller, input),
    getTimer: (caller, streamerRef) => getTimer(deps, caller, streamerRef),
    setTimer: (caller, input) => setTimer(deps, caller, input),
    readSpeech: (ticket) => readSpeech(deps, ticket),
    handleCharge: (charge) => handleCharge(deps, charge),
    unplayed: (streamerRef) => listUnplayed(deps, streamerRef),
    recordPlayback: (end) => recordPlayback(deps, end),
    widgets: (streamerRef) => readWidgets(deps, streamerRef),
    catchUp: () => catchUp(deps),
    reconcileCharges: () => reconcileCharges(deps),
    forgetUnpaid: () => forgetUnpaid(deps),
  };
}
