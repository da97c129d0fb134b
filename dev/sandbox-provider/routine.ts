// What happens at a provider by itself: what was paid settles, and what was sent arrives.
import type { Actions } from "./actions.ts";
import type { Book } from "./book.ts";

type Pace = {
  readonly settleAfterMs?: number | undefined;
  readonly payoutAfterMs?: number | undefined;
};

const lookIntervalMs = 250;

export function openRoutine(book: Book, actions: Actions, pace: Pace) {
  // Counted from when it was first seen, so that what was open before a restart is not forgotten.
  const seenAt = new Map<string, number>();
  const isDue = (id: string, afterMs: number) => {
    const since = seenAt.get(id) ?? Date.now();
    seenAt.set(id, since);
    return Date.now() - since >= afterMs;
  };
  const settle = (afterMs: number) => {
    for (const charge of book.charges.values()) {
      const isOpen = charge.status === "PAID" && !charge.settled;
      if (isOpen && isDue(charge.id, afterMs)) actions.onCharge(charge, "settle", {});
    }
  };
  const arrive = (afterMs: number) => {
    for (const payout of book.payouts.values()) {
      const isOpen = payout.status === "SENT";
      if (isOpen && isDue(payout.id, afterMs)) actions.onPayout(payout, "complete", {});
    }
  };
  const look = () => {
    if (pace.settleAfterMs !== undefined) settle(pace.settleAfterMs);
    if (pace.payoutAfterMs !== undefined) arrive(pace.payoutAfterMs);
  };
  const isNeeded = pace.settleAfterMs !== undefined || pace.payoutAfterMs !== undefined;
  const timer = isNeeded ? setInterval(look, lookIntervalMs) : undefined;
  return { close: () => clearInterval(timer) };
}
