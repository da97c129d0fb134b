import type { EventSpec } from "../platform/events.ts";
import { storedApiKeySchema } from "./stored-api-key.ts";

const data = storedApiKeySchema.omit({
  name: true,
  prefix: true,
  ip_allow_list: true,
  last_used_at: true,
});
const aggregate = "api_key";
const version = 1;

/** What is announced of API keys, each in the commit that made it true. The sequence is the key's version. */
export const keyEvents: readonly EventSpec[] = [
  {
    type: "api_key.created",
    version,
    aggregate,
    data,
    description: "An API key may be used from now on.",
  },
  {
    type: "api_key.rotated",
    version,
    aggregate,
    data,
    description: "Another key takes the place of this one, which ends at expires_at.",
  },
  {
    type: "api_key.revoked",
    version,
    aggregate,
    data,
    description: "An API key was ended before its time.",
  },
];
