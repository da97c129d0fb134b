export { type Copies, noCopies } from "./deps.ts";
export { walletCatalogue } from "./errors.ts";
export { walletsRoutes } from "./routes.ts";
export { createWalletsService, type WalletsService } from "./service.ts";
