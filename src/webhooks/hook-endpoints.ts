import { z } from "zod";
import { endpoint, locationHeader } from "../platform/endpoint.ts";
import { pageQuery, pageSchema } from "../platform/list.ts";
import { ifMatchHeaders, refPath } from "./endpoints.ts";
import {
  failurePolicies,
  hookHeadersSchema,
  hookNameSchema,
  hookSchema,
  hookTypes,
  issuedHookSchema,
} from "./hook.ts";
import { receiverUrlSchema } from "./webhook-endpoint.ts";

const tag = "Hooks";
const etagHeader = { ETag: "The version of the hook, for If-Match." };
const settings = {
  timeout_ms: z.int().min(100, "At least 100.").max(15_000, "At most 15000.").optional().meta({
    description:
      "How long an answer may take: up to 2000 and 2000 when left out for PRE_TRANSACTION, 15000 for POST_TRANSACTION.",
  }),
  on_failure: z.enum(failurePolicies).optional().meta({
    description:
      "Only for PRE_TRANSACTION: whether a transaction is done when the hook does not answer. FAIL_CLOSED when left out.",
  }),
  attempts_at_most: z.int().min(1, "At least 1.").max(8, "At most 8.").optional().meta({
    description: "Only for POST_TRANSACTION: how often an event is tried. 8 when left out.",
  }),
};

export const createHookEndpoint = endpoint({
  tag,
  scope: "hooks:write",
  method: "post",
  path: "/v1/hooks",
  operationId: "createHook",
  summary: "Register a hook",
  description:
    "PRE_TRANSACTION is sent `transaction.proposed` with `data.transactions` before anything is done, and answers " +
    '`{"allow":true}`, `{"allow":false,"reason":"..."}` or `{"vetoed":[{"transaction_ref":"...","reason":"..."}]}`; an ' +
    "empty 2xx allows. It is not asked for rehearsals. POST_TRANSACTION is told of every event about a transaction. Both " +
    "are signed as Standard Webhooks says with the secret that is shown in this answer and never again. A new hook is " +
    "asked everywhere within 5 seconds.",
  body: z.strictObject({
    name: hookNameSchema,
    type: z.enum(hookTypes),
    url: receiverUrlSchema,
    is_active: z.boolean().default(true),
    headers: hookHeadersSchema.default({}),
    ...settings,
  }),
  bodyExample: {
    name: "Fraud check",
    type: "POST_TRANSACTION",
    url: "https://risk.example.com/saku",
    attempts_at_most: 3,
  },
  replies: {
    201: {
      description: "The hook with its secret, once.",
      body: issuedHookSchema,
      headers: { ...etagHeader, ...locationHeader },
    },
  },
  problems: ["webhook_url_refused", "hook_limit_reached", "hook_setting_foreign"],
});

export const listHooksEndpoint = endpoint({
  tag,
  scope: "hooks:read",
  method: "get",
  path: "/v1/hooks",
  operationId: "listHooks",
  summary: "List hooks",
  description: "Newest first.",
  query: z.strictObject({
    type: z.enum(hookTypes).optional().meta({ description: "Only hooks of this type." }),
    ...pageQuery,
  }),
  replies: { 200: { description: "A page of hooks.", body: pageSchema(hookSchema) } },
  problems: ["cursor_invalid", "cursor_filters_changed"],
});

export const getHookEndpoint = endpoint({
  tag,
  scope: "hooks:read",
  method: "get",
  path: "/v1/hooks/{ref}",
  operationId: "getHook",
  summary: "Read a hook",
  description: "Reads everything but its secret and what its headers say.",
  params: refPath,
  replies: { 200: { description: "The hook.", body: hookSchema, headers: etagHeader } },
  problems: ["hook_not_found"],
});

export const updateHookEndpoint = endpoint({
  tag,
  scope: "hooks:write",
  method: "patch",
  path: "/v1/hooks/{ref}",
  operationId: "updateHook",
  summary: "Change a hook",
  description:
    "Changes it, if it is still the version that If-Match names. The change counts everywhere within 5 seconds. " +
    "Another URL comes with the headers that its receiver wants. A hook is switched off by itself when whoever made it " +
    "is suspended or may keep no hooks any more; until somebody sets its `is_active` or deletes it, a FAIL_CLOSED one then " +
    "refuses every transaction.",
  params: refPath,
  headers: ifMatchHeaders,
  body: z
    .strictObject({
      name: hookNameSchema.optional(),
      url: receiverUrlSchema.optional(),
      is_active: z.boolean().optional(),
      headers: hookHeadersSchema.optional(),
      ...settings,
    })
    .refine((body) => Object.values(body).some((value) => value !== undefined), {
      error: "Send at least one field.",
    }),
  bodyExample: { is_active: false },
  replies: {
    200: { description: "The hook as it is now.", body: hookSchema, headers: etagHeader },
  },
  problems: [
    "hook_not_found",
    "hook_headers_needed",
    "hook_setting_foreign",
    "webhook_url_refused",
    "precondition_failed",
    "precondition_required",
  ],
});

export const deleteHookEndpoint = endpoint({
  tag,
  scope: "hooks:write",
  method: "delete",
  path: "/v1/hooks/{ref}",
  operationId: "deleteHook",
  summary: "Delete a hook",
  description: "Ends it for ever; within 5 seconds nobody asks it any more.",
  params: refPath,
  body: z.strictObject({}),
  replies: { 200: { description: "The hook as it ended.", body: hookSchema } },
  problems: ["hook_not_found"],
});
