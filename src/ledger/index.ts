export { ledgerCatalogue } from "./errors.ts";
export { ledgerRoutes } from "./routes.ts";
export { createLedgerService, type LedgerService } from "./service.ts";
