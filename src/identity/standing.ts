import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import { momentSchema } from "../platform/moment.ts";

/** The roles that there are; what each lets people do stands in `identity.role_permissions`. */
export const roleNames = ["user", "streamer", "operator", "auditor", "admin", "service"] as const;
export type RoleName = (typeof roleNames)[number];
export const userStatuses = ["PENDING", "ACTIVE", "SUSPENDED", "DELETED"] as const;
export const suspensionReasons = ["SECURITY", "ABUSE", "COMPLIANCE", "REQUEST"] as const;

export const roleNameSchema = z.enum(roleNames);

/** Whether somebody may act and as what: all that is told of a change, because it holds nothing about the person. */
export const standingSchema = z.strictObject({
  user_ref: refSchema,
  status: z.enum(userStatuses),
  roles: z.array(roleNameSchema),
  version: z.int().meta({ description: "Counts the changes of the user." }),
  updated_at: momentSchema,
});

export type Standing = z.output<typeof standingSchema>;

/** Somebody as operators see them. */
export const userAccountSchema = z.strictObject({
  ...standingSchema.shape,
  username: z.string().nullable(),
  email: z.string(),
  phone: z.string().nullable(),
  email_verified_at: momentSchema.nullable(),
  phone_verified_at: momentSchema.nullable(),
  last_login_at: momentSchema.nullable(),
  two_factor_enabled: z.boolean(),
  scopes: z.array(z.string()).meta({ description: "What their roles let them do." }),
  created_at: momentSchema,
});

export type UserAccount = z.output<typeof userAccountSchema>;

export const roleSchema = z.strictObject({
  role: roleNameSchema,
  description: z.string(),
  scopes: z.array(z.string()),
});

export type Role = z.output<typeof roleSchema>;
