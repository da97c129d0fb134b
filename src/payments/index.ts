export type { Charge, ChargeStatus, Instructions, ProviderName } from "./charge.ts";
export { chargeStatuses, providerNames } from "./charge.ts";
export type { CreateChargeInput } from "./create-charge.ts";
export type { OnCharge } from "./deps.ts";
export { paymentCatalogue } from "./errors.ts";
export {
  createProviders,
  defaultProviderOf,
  type ProviderSettings,
  providersVariable,
} from "./provider-settings.ts";
export type { Quote, QuoteInput } from "./quote-fee.ts";
export { paymentsRoutes } from "./routes.ts";
export { createPaymentsService, type PaymentsService } from "./service.ts";
