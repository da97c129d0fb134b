import type { RouteVariables } from "../platform/routes.ts";
import type { PaymentsService } from "./service.ts";

/** What these routes need from the request. */
export type PaymentsEnv = { Variables: RouteVariables & { payments: PaymentsService } };
