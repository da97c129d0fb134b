import { z } from "zod";
import { endpoint } from "../platform/endpoint.ts";
import { pageQuery, pageSchema } from "../platform/list.ts";
import { activitySchema } from "./activity.ts";
import { preferencesChangesSchema, preferencesSchema } from "./preferences.ts";
import { profileChangesSchema, profileSchema } from "./profile.ts";

const tag = "Account";
const etagHeader = { ETag: "The version, for If-Match." };
const ifMatch = z.object({
  "if-match": z
    .string()
    .optional()
    .meta({ description: "The ETag of what is changed as you read it, or *.", examples: ['"1"'] }),
});
const staleProblems = ["precondition_failed", "precondition_required"];

export const getProfileEndpoint = endpoint({
  method: "get",
  path: "/v1/users/me/profile",
  operationId: "getProfile",
  tag,
  scope: "account:read",
  summary: "Read your profile",
  description: "How you wish to be met. Who you are in law stands elsewhere.",
  replies: { 200: { description: "Your profile.", body: profileSchema, headers: etagHeader } },
  problems: ["session_required"],
});

export const updateProfileEndpoint = endpoint({
  method: "patch",
  path: "/v1/users/me/profile",
  operationId: "updateProfile",
  tag,
  scope: "account:write",
  summary: "Change your profile",
  description: "Changes what is named, if the profile is still the version that If-Match names.",
  headers: ifMatch,
  body: profileChangesSchema,
  bodyExample: { display_name: "Ana", timezone: "Asia/Makassar" },
  replies: { 200: { description: "As it is now.", body: profileSchema, headers: etagHeader } },
  problems: ["session_required", ...staleProblems],
});

export const getPreferencesEndpoint = endpoint({
  method: "get",
  path: "/v1/users/me/preferences",
  operationId: "getPreferences",
  tag,
  scope: "account:read",
  summary: "Read your preferences",
  description: "What you want to hear, by which way, and when not.",
  replies: {
    200: { description: "Your preferences.", body: preferencesSchema, headers: etagHeader },
  },
  problems: ["session_required"],
});

export const updatePreferencesEndpoint = endpoint({
  method: "patch",
  path: "/v1/users/me/preferences",
  operationId: "updatePreferences",
  tag,
  scope: "account:write",
  summary: "Change your preferences",
  description:
    "Changes what is named, if they are still the version that If-Match names. Codes and warnings about your account's " +
    "safety arrive all the same.",
  headers: ifMatch,
  body: preferencesChangesSchema,
  bodyExample: { marketing_emails_enabled: false, quiet_from: "22:00", quiet_until: "06:00" },
  replies: {
    200: { description: "As they are now.", body: preferencesSchema, headers: etagHeader },
  },
  problems: ["session_required", ...staleProblems],
});

export const listActivityEndpoint = endpoint({
  method: "get",
  path: "/v1/users/me/activity",
  operationId: "listActivity",
  tag,
  scope: "account:read",
  summary: "List what was done with your account",
  description:
    "Newest first: logins and what was refused, changes of what protects the account, and who may act as whom.",
  query: z.strictObject({
    type: z
      .string()
      .max(50)
      .optional()
      .meta({ description: "Only what is of this type.", examples: ["SESSION_OPENED"] }),
    ...pageQuery,
  }),
  replies: { 200: { description: "A page of it.", body: pageSchema(activitySchema) } },
  problems: ["session_required", "cursor_invalid", "cursor_filters_changed"],
});
