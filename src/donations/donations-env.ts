import type { RouteVariables } from "../platform/routes.ts";
import type { DonationsService } from "./service.ts";

/** What these routes need from the request. `src/app.ts` provides it; a test provides a stand-in. */
export type DonationsEnv = { Variables: RouteVariables & { donations: DonationsService } };
