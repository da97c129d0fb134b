export type { BeforeTransactions } from "./before-transactions.ts";
export type { Command, Reply } from "./command.ts";
export { directLanes } from "./direct-lanes.ts";
export { transactionCatalogue, transactionProblem } from "./errors.ts";
export { expireHolds } from "./expire-holds.ts";
export type { GroupCommit } from "./group-commit.ts";
export {
  type LaneAnswer,
  readAnswers,
  readReply,
  repliesOf,
  writeAnswers,
} from "./lane-answer.ts";
export { laneOver } from "./lane-over.ts";
export { type Accepted, type Lanes, maxLanes, type Unit, type Waiting } from "./lanes.ts";
export { type PackedUnit, packUnit, readUnits, writeUnits } from "./packed-unit.ts";
export { transactionsRoutes } from "./routes.ts";
export { createTransactionsService, type TransactionsService } from "./service.ts";
