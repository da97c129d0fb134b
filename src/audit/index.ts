export { type ArchiveStore, archiveInBucket } from "./archive-store.ts";
export { auditRoutes } from "./routes.ts";
export { type AuditService, createAuditService } from "./service.ts";
