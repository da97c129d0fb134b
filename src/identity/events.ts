import { z } from "zod";
import type { EventSpec } from "../platform/events.ts";
import { refSchema } from "../platform/ids.ts";
import { changedUserSchema } from "./changed-user.ts";
import { keyEvents } from "./key-events.ts";
import { roleEvents } from "./role-events.ts";

const version = 1;
const sessionData = z.strictObject({ session_ref: refSchema, user_ref: refSchema });
const user = { version, aggregate: "user", data: changedUserSchema };
const session = { version, aggregate: "session" };

/** What this module announces, each in the commit that made it true. The sequence of a user is its version. */
export const identityEvents: readonly EventSpec[] = [
  {
    ...user,
    type: "user.registered",
    description: "Somebody began an account; its address is not proved.",
  },
  {
    ...user,
    type: "user.activated",
    description: "An address was proved, and its person can log in.",
  },
  { ...user, type: "user.password_changed", description: "A password was changed or set anew." },
  {
    ...user,
    type: "user.discarded",
    description: "A registration was given up, because another person proved its address.",
  },
  { ...user, type: "user.email_changed", description: "A new address was proved." },
  { ...user, type: "user.phone_changed", description: "A new number was proved." },
  {
    ...user,
    type: "user.second_factor_added",
    description: "An authenticator app is asked for at every login from now on.",
  },
  {
    ...user,
    type: "user.second_factor_removed",
    description: "No authenticator app is asked for any more.",
  },
  {
    ...session,
    type: "session.opened",
    data: sessionData.extend({ has_second_factor: z.boolean() }),
    description: "Somebody logged in, or proved again that it is them.",
  },
  {
    ...session,
    type: "session.revoked",
    data: sessionData.extend({ reason: z.string() }),
    description: "A session ended before its time, with every token of it.",
  },
  {
    ...session,
    type: "token.reuse_detected",
    data: sessionData,
    description: "A refresh token was shown that had been exchanged before; its session has ended.",
  },
  ...keyEvents,
  ...roleEvents,
];
