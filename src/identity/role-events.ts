import { z } from "zod";
import { actedBySchema, type EventSpec } from "../platform/events.ts";
import { refSchema } from "../platform/ids.ts";
import { preferencesSchema } from "./preferences.ts";
import { profileSchema } from "./profile.ts";
import { roleNameSchema, standingSchema, suspensionReasons } from "./standing.ts";

const standing = { ...standingSchema.shape, acted_by: actedBySchema };
const roleData = z.strictObject({ ...standing, role: roleNameSchema });
const { version: preferencesVersion, quiet_from, quiet_until } = preferencesSchema.shape;
const preferencesData = z.strictObject({
  user_ref: refSchema,
  version: preferencesVersion,
  ways: z.array(z.enum(["EMAIL", "SMS", "PUSH", "MARKETING"])),
  quiet_from,
  quiet_until,
});
const aggregate = "user";
const version = 1;

/** What is announced of people and what they may do, each in the commit that made it true. */
export const roleEvents: readonly EventSpec[] = [
  {
    type: "user.suspended",
    version,
    aggregate,
    data: z.strictObject({ ...standing, reason: z.enum(suspensionReasons) }),
    description: "Somebody may do nothing any more; their sessions have ended.",
  },
  {
    type: "user.reactivated",
    version,
    aggregate,
    data: z.strictObject(standing),
    description: "Somebody who was suspended may log in again.",
  },
  {
    type: "user.role_assigned",
    version,
    aggregate,
    data: roleData,
    description: "Somebody has a role that they did not have.",
  },
  {
    type: "user.role_removed",
    version,
    aggregate,
    data: roleData,
    description: "Somebody has a role no longer; their sessions have ended.",
  },
  {
    type: "user.profile_changed",
    version,
    aggregate: "user_profile",
    data: profileSchema.omit({ display_name: true }).extend({ user_ref: refSchema }),
    description: "Somebody changed how they wish to be met; read the profile for their name.",
  },
  {
    type: "user.preferences_changed",
    version,
    aggregate: "user_preferences",
    data: preferencesData,
    description: "Somebody changed what they want to hear.",
  },
];
