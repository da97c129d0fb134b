import { z } from "zod";
import { answered } from "../platform/database.ts";
import { momentSchema } from "../platform/moment.ts";
import { attemptDelivery } from "./attempt-delivery.ts";
import type { SendingDeps } from "./deps.ts";
import { type AttemptOutcome, dueDeliverySchema } from "./due-delivery.ts";

const takenSchema = z.object({
  deliveries: z.array(dueDeliverySchema),
  next_due_at: momentSchema.nullable(),
});

export type SendingRound = {
  readonly attempts: number;
  readonly delivered: number;
  /** When something is due next; null while nothing waits. */
  readonly nextDueAt: Date | null;
};

// A Worker waits for six answers at once, and one of them is the database's.
const atOnce = 5;
// While some receivers take their time, the others are not kept waiting longer than this.
const glanceMs = 500;
// Long enough to be worth its beginning, and short enough for an alarm.
const roundMs = 60_000;

/**
 * Sends what is due until nothing is. One round trip tells what became of the attempts that have ended and takes as many
 * others, so whoever sends much asks seldom.
 */
export async function deliverDue(deps: SendingDeps): Promise<SendingRound> {
  const endsAt = deps.clock.now().getTime() + roundMs;
  const underWay = new Set<Promise<void>>();
  let outcomes: AttemptOutcome[] = [];
  let attempts = 0;
  let delivered = 0;
  for (;;) {
    const isOver = deps.clock.now().getTime() >= endsAt;
    const free = isOver ? 0 : atOnce - underWay.size;
    if (free === 0 && outcomes.length === 0 && underWay.size > 0) {
      await somethingEnds(underWay);
      continue;
    }
    const told = outcomes;
    outcomes = [];
    const taken = await tell(deps, told, free);
    delivered += told.filter(({ result }) => result === "DELIVERED").length;
    attempts += taken.deliveries.length;
    for (const delivery of taken.deliveries) {
      const attempt = attemptDelivery(deps, delivery).then((outcome) => {
        outcomes.push(outcome);
        underWay.delete(attempt);
      });
      underWay.add(attempt);
    }
    if (underWay.size === 0 && outcomes.length === 0) {
      const nextDueAt = taken.next_due_at === null ? null : new Date(taken.next_due_at);
      return { attempts, delivered, nextDueAt };
    }
    await somethingEnds(underWay);
  }
}

async function tell(deps: SendingDeps, outcomes: readonly AttemptOutcome[], atMost: number) {
  const [answer] = await answered(
    deps.database.sql.query("select webhooks.next_deliveries($1::jsonb, $2::integer) as taken", [
      JSON.stringify(outcomes),
      atMost,
    ]),
  );
  return takenSchema.parse(answer?.taken);
}

async function somethingEnds(underWay: ReadonlySet<Promise<void>>): Promise<void> {
  if (underWay.size === 0) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const glance = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, glanceMs);
  });
  await Promise.race([...underWay, glance]);
  clearTimeout(timer);
}
