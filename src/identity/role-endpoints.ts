import { z } from "zod";
import { endpoint } from "../platform/endpoint.ts";
import { refSchema } from "../platform/ids.ts";
import { pageQuery, pageSchema } from "../platform/list.ts";
import {
  roleNameSchema,
  roleSchema,
  standingSchema,
  suspensionReasons,
  userAccountSchema,
  userStatuses,
} from "./standing.ts";

const tag = "People";
const userPath = z.object({ ref: refSchema });
const rolePath = z.object({
  ref: refSchema.meta({ description: "The ref of the user." }),
  role: roleNameSchema.meta({ description: "Which of their roles." }),
});
const standingReply = (description: string) => ({ 200: { description, body: standingSchema } });

export const listUsersEndpoint = endpoint({
  method: "get",
  path: "/v1/admin/users",
  operationId: "listUsers",
  tag,
  scope: "users:read",
  summary: "List people",
  description: "Everybody who has registered, newest first.",
  query: z.strictObject({
    status: z.enum(userStatuses).optional().meta({ description: "Only people who stand so." }),
    role: roleNameSchema.optional().meta({ description: "Only people with this role." }),
    ...pageQuery,
  }),
  replies: { 200: { description: "A page of people.", body: pageSchema(userAccountSchema) } },
  problems: ["cursor_invalid", "cursor_filters_changed"],
});

export const getUserEndpoint = endpoint({
  method: "get",
  path: "/v1/admin/users/{ref}",
  operationId: "getUser",
  tag,
  scope: "users:read",
  summary: "Read a person",
  description: "Who somebody is to the platform, whether they may act, and as what.",
  params: userPath,
  replies: { 200: { description: "The person.", body: userAccountSchema } },
  problems: ["user_not_found"],
});

export const suspendUserEndpoint = endpoint({
  method: "post",
  path: "/v1/admin/users/{ref}/suspend",
  operationId: "suspendUser",
  tag,
  scope: "users:write",
  summary: "Suspend a person",
  description:
    "Ends their sessions, and with them their keys, at once: whatever changes something or moves money is refused from " +
    "the moment that this is answered. Nobody suspends somebody who may do more than they.",
  params: userPath,
  body: z.strictObject({
    reason: z.enum(suspensionReasons).meta({
      description: "SECURITY protects the person, REQUEST is their own wish.",
    }),
  }),
  bodyExample: { reason: "SECURITY" },
  replies: standingReply("The person is suspended."),
  problems: ["user_not_found", "user_may_more", "user_not_active"],
});

export const reactivateUserEndpoint = endpoint({
  method: "post",
  path: "/v1/admin/users/{ref}/reactivate",
  operationId: "reactivateUser",
  tag,
  scope: "users:write",
  summary: "Reactivate a person",
  description:
    "Lets them log in again, and their keys stand again. Sessions that ended stay ended.",
  params: userPath,
  body: z.strictObject({}),
  replies: standingReply("The person may act again."),
  problems: ["user_not_found", "user_may_more", "user_not_suspended"],
});

export const assignRoleEndpoint = endpoint({
  method: "post",
  path: "/v1/admin/users/{ref}/roles",
  operationId: "assignRole",
  tag,
  scope: "roles:write",
  summary: "Give a role",
  description:
    "Lets somebody do what the role lets people do, from their next access token on. Nobody gives a role that is wider " +
    "than what they may do themselves, and nobody who has not proved a moment ago who they are.",
  params: userPath,
  body: z.strictObject({ role: roleNameSchema }),
  bodyExample: { role: "streamer" },
  replies: standingReply("The person has the role."),
  problems: [
    "user_not_found",
    "user_may_more",
    "user_not_active",
    "role_not_found",
    "role_too_wide",
    "role_held",
    "session_required",
    "step_up_required",
  ],
});

export const removeRoleEndpoint = endpoint({
  method: "delete",
  path: "/v1/admin/users/{ref}/roles/{role}",
  operationId: "removeRole",
  tag,
  scope: "roles:write",
  summary: "Take a role",
  description:
    "Takes a role from somebody and ends their sessions, because their access tokens still say that they have it.",
  params: rolePath,
  body: z.strictObject({}),
  replies: standingReply("The person has the role no longer."),
  problems: [
    "user_not_found",
    "user_may_more",
    "role_not_found",
    "role_too_wide",
    "role_not_held",
    "session_required",
    "step_up_required",
  ],
});

export const listRolesEndpoint = endpoint({
  method: "get",
  path: "/v1/admin/roles",
  operationId: "listRoles",
  tag,
  scope: "roles:read",
  summary: "List the roles",
  description:
    "Every role with the scopes that it gives. They come with the product and are all shown.",
  replies: {
    200: { description: "The roles.", body: z.strictObject({ data: z.array(roleSchema) }) },
  },
  problems: [],
});
