import type { Caller } from "../platform/caller.ts";
import { platformProblem } from "../platform/errors.ts";
import { askBefore } from "./ask-before.ts";
import { type Command, commandOf, type Reply, type Wish } from "./command.ts";
import type { TransactionsDeps } from "./deps.ts";
import { type Lanes, laneOf, refInLane } from "./lanes.ts";
import { refusalOf } from "./refusal-of.ts";
import { rehearse } from "./rehearse.ts";
import { scheduleCommand } from "./schedule-command.ts";
import type { Manner, Submitted } from "./submitted.ts";
import { transactionOf } from "./transaction.ts";

/** Hands a wish to its lane and waits for what became of it. */
export async function submit(
  deps: TransactionsDeps,
  caller: Caller,
  manner: Manner,
  wish: Wish,
): Promise<Submitted> {
  const command = commandOf(caller, manner.write, wish);
  const lane = laneOfCommand(command, deps.lanes);
  if (manner.isDryRun) {
    // What was refused in a rehearsal is remembered under no ref.
    const { transaction_ref: _nowhere, ...reply } = await rehearse(deps, lane, command);
    const rehearsed = submittedOf(command, reply);
    return { ...rehearsed, result: { ...rehearsed.result, dry_run: true } };
  }
  const refusal = (await askBefore(deps, [command]))?.get(command.transaction_ref);
  if (refusal) throw refusal;
  if (manner.scheduledFor !== undefined) {
    return scheduleCommand(deps, caller, manner.write, command, manner.scheduledFor);
  }
  // A preference is no condition: where nothing can be kept, the command is done at once.
  if (manner.isAsync && deps.lanes.accept) return accept(deps.lanes.accept, command, lane);
  const [replies] = await deps.lanes.submit(lane, [[command]]);
  return submittedOf(command, replies?.[0]);
}

/** The lane of the customer's wallet that is debited, or else credited; a system account has none. */
export function laneOfCommand(command: Wish, lanes: Lanes): number {
  const leg = command.legs?.find((each) => each.wallet_ref !== undefined);
  const wallet = command.source_wallet_ref ?? command.destination_wallet_ref ?? leg?.wallet_ref;
  return laneOf(wallet ?? null, lanes.count);
}

export function submittedOf(command: Command, reply: Reply | undefined): Submitted {
  if (!reply) throw new Error("A command was not answered.");
  if (reply.code !== undefined) throw refusalOf(reply);
  return {
    result: transactionOf(command, reply),
    isReplayed: reply.replayed ?? false,
    isAccepted: false,
  };
}

async function accept(
  keep: NonNullable<Lanes["accept"]>,
  wanted: Command,
  lane: number,
): Promise<Submitted> {
  const command = { ...wanted, transaction_ref: refInLane(wanted.transaction_ref, lane) };
  const accepted = await keep(lane, command);
  if ("code" in accepted) {
    if (accepted.code === "lane_busy") throw refusalOf(accepted);
    throw platformProblem("idempotency_key_reused", "This key was used with another request.");
  }
  const reply = { transaction_ref: accepted.transactionRef, recorded_at: accepted.acceptedAt };
  return {
    result: transactionOf(command, reply, "INIT"),
    isReplayed: accepted.isReplayed,
    isAccepted: true,
  };
}
