export { deliverDue } from "./deliver-due.ts";
export { sendingOf } from "./deps.ts";
export { webhooksCatalogue } from "./errors.ts";
export { notedDeliveries } from "./noted-deliveries.ts";
export { webhooksRoutes } from "./routes.ts";
export { createWebhooksService, type WebhooksService } from "./service.ts";
