import { bareCaller, type Caller } from "../platform/caller.ts";
import { createRefs } from "../platform/ids.ts";
import { type Intent, intentOf } from "../platform/intent.ts";
import { operatorRef } from "../platform/operator-key.ts";
import type { DonationsDeps } from "./deps.ts";

/** Nobody in particular: what happens here because it happened elsewhere. */
const system: Caller = bareCaller(operatorRef, [], { isOperator: true });

/** The intent of what follows from a fact. It has no key: its function finds by itself what was done already. */
export function systemIntent(deps: Pick<DonationsDeps, "clock">, operation: string): Intent {
  const write = { key: null, traceparent: null, newRef: createRefs(deps.clock) };
  return intentOf(system, write, operation, {});
}
