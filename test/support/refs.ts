import { systemClock } from "../../src/platform/clock.ts";
import { createRefs } from "../../src/platform/ids.ts";

export const newRef = createRefs(systemClock);
