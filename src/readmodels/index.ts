export { createClickHouseStore, forwardRows } from "./analytics-store.ts";
export { analyticsTables } from "./analytics-tables.ts";
export { type BalanceCopies, createBalanceCopies } from "./balance-copies.ts";
export {
  type BalanceCopy,
  copyKeyOf,
  type Edge,
  noEdge,
  secondsAtEdge,
} from "./balance-copy.ts";
export type { ConnectLive } from "./deps.ts";
export { readmodelCatalogue } from "./errors.ts";
export { type CopyWriter, forwardCopies } from "./forward-copies.ts";
export {
  type Forwarders,
  forwardReport,
  restingAfterFailure,
} from "./forward-report.ts";
export { type LiveMessage, mostLiveChanges } from "./live-message.ts";
export { readmodelsRoutes } from "./routes.ts";
export { createReadmodelsService, type ReadmodelsService } from "./service.ts";
