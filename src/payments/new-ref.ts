import { systemClock } from "../platform/clock.ts";
import { createRefs, type Ref } from "../platform/ids.ts";

/** Makes a ref where no request is there to make one. */
export function newRef(): Ref {
  return createRefs(systemClock)();
}
