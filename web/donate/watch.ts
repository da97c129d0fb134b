import { ask } from "../page/ask.ts";
import type { DonationState, PromisedDonation, UnpaidReason } from "./answers.ts";
import type { Watched } from "./pay.ts";

const quickMs = 2_000;
const slowMs = 5_000;
// Who has not paid after this will take longer still.
const quickForMs = 180_000;

type Found = { readonly state: DonationState; readonly unpaid_because: UnpaidReason | null };

/** Looks what became of a donation until nothing more can. Call what it gives back to stop it. */
export function watchDonation(
  { donation_ref, watch_token, state }: PromisedDonation,
  changed: (watched: Watched) => void,
  unknown: () => void,
): () => void {
  const beganAt = performance.now();
  let watched: Watched = { state, unpaidBecause: null, heardAt: null, isReachable: true };
  let isStopped = false;
  let timer = 0;

  async function look(): Promise<void> {
    const headers = { "donation-token": watch_token };
    const answer = await ask(`/v1/donations/${donation_ref}/state`, { headers });
    if (isStopped) return;
    // A page that is kept open outlives a database that was begun anew.
    if (answer.outcome === "refused" && answer.refusal.code === "donation_not_found") {
      stop();
      unknown();
      return;
    }
    if (answer.outcome === "done") {
      const { state: next, unpaid_because: unpaidBecause } = answer.value as Found;
      watched = { state: next, unpaidBecause, heardAt: performance.now(), isReachable: true };
    } else watched = { ...watched, isReachable: false };
    changed(watched);
    if (isOver(watched.state)) stop();
    else timer = window.setTimeout(() => void look(), pauseMs());
  }

  function pauseMs(): number {
    const isQuick = performance.now() - beganAt < quickForMs && !document.hidden;
    return isQuick ? quickMs : slowMs;
  }

  function stop(): void {
    isStopped = true;
    window.clearTimeout(timer);
    window.clearInterval(ticking);
  }

  const ticking = window.setInterval(() => changed(watched), 1_000);
  void look();
  return stop;
}

function isOver(state: DonationState): boolean {
  return ["SHOWN", "NOT_SHOWN", "REFUNDED", "NOT_PAID"].includes(state);
}
