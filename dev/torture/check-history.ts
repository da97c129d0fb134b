// The verdict on a run: what the clients were told, held against what the ledger's record says in the end.
import { acceptanceFaults } from "./checks/acceptances.ts";
import { chainFaults, endingFaults } from "./checks/endings.ts";
import {
  balanceFaults,
  entryFaults,
  readFaults,
  recordFaults,
  tellingFaults,
} from "./checks/money.ts";
import { orderFaults, replyFaults } from "./checks/replies.ts";
import { expiryFaults, stopFaults } from "./checks/stops.ts";
import type { History } from "./history.ts";
import type { Truth } from "./truth.ts";

/** Everything that is wrong with a run, each fault in a sentence that names it. Nothing means that it was right. */
export function checkHistory(history: History, truth: Truth): string[] {
  return [
    ...recordFaults(history, truth),
    ...entryFaults(history, truth),
    ...balanceFaults(truth),
    ...tellingFaults(history, truth),
    ...readFaults(history),
    ...acceptanceFaults(history, truth),
    ...replyFaults(history),
    ...orderFaults(history),
    ...chainFaults(history, truth),
    ...endingFaults(history, truth),
    ...expiryFaults(history),
    ...stopFaults(history),
  ];
}
