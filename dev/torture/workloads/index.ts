import type { Workload } from "../bank.ts";
import { chains } from "./chains.ts";
import { holds } from "./holds.ts";
import { laterActs, laterMoves } from "./later.ts";
import { refusals, storms } from "./repetitions.ts";
import { doubleReversals, partialActs } from "./reversals.ts";
import { stops } from "./stops.ts";
import { transfers } from "./transfers.ts";

/** Every workload by the name that the report gives it. Transfers stand more often, as they do in life. */
export const workloads: readonly (readonly [string, Workload])[] = [
  ["transfers", transfers],
  ["transfers", transfers],
  ["transfers", transfers],
  ["holds", holds],
  ["moves for later", laterMoves],
  ["moves for later", laterMoves],
  ["acts for later", laterActs],
  ["idempotence storms", storms],
  ["remembered refusals", refusals],
  ["chains", chains],
  ["double reversals", doubleReversals],
  ["partial acts", partialActs],
  ["freeze and close", stops],
];
