import type { WebhooksDeps } from "./deps.ts";
import { endpointProblem } from "./errors.ts";
import { urlFault } from "./url-fault.ts";

/** Refuses an address that nothing would ever be sent to, while its owner is still there to mend it. */
export function refuseUrl(deps: WebhooksDeps, url: string): void {
  const reason = urlFault(url, deps);
  if (reason !== null) throw endpointProblem("webhook_url_refused", reason, { reason });
}
