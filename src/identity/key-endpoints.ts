import { z } from "zod";
import { endpoint, locationHeader } from "../platform/endpoint.ts";
import { refSchema } from "../platform/ids.ts";
import { pageQuery, pageSchema } from "../platform/list.ts";
import { askedMomentSchema } from "../platform/moment.ts";
import {
  apiKeyNameSchema,
  apiKeyScopesSchema,
  ipAllowListSchema,
  issuedApiKeySchema,
  storedApiKeySchema,
} from "./stored-api-key.ts";

const tag = "API keys";
const keyPath = z.object({ ref: refSchema });
const dayS = 86_400;
const longestOverlapS = 30 * dayS;

export const createApiKeyEndpoint = endpoint({
  method: "post",
  path: "/v1/auth/api-keys",
  operationId: "createApiKey",
  tag,
  scope: "api_keys:write",
  summary: "Make an API key",
  description:
    "Makes a key for a service that acts as you, with scopes of your own. The key is shown in this answer and never " +
    "again. It may never do more than you may at the time: what you lose, it loses.",
  body: z.strictObject({
    name: apiKeyNameSchema,
    scopes: apiKeyScopesSchema,
    ip_allow_list: ipAllowListSchema
      .default([])
      .meta({ description: "Where it may be used from; empty: from anywhere." }),
    expires_at: askedMomentSchema
      .nullable()
      .default(null)
      .meta({ description: "When it ends; null: when it is revoked." }),
  }),
  bodyExample: { name: "Nightly payouts", scopes: ["wallets:read", "transactions:read"] },
  replies: {
    201: { description: "The key, once.", body: issuedApiKeySchema, headers: locationHeader },
  },
  problems: [
    "session_required",
    "step_up_required",
    "api_key_scope_too_wide",
    "api_key_needs_person",
    "api_key_limit_reached",
    "api_key_expiry_passed",
  ],
});

export const listApiKeysEndpoint = endpoint({
  method: "get",
  path: "/v1/auth/api-keys",
  operationId: "listApiKeys",
  tag,
  scope: "api_keys:read",
  summary: "List API keys",
  description:
    "Newest first, those that have ended too. Whoever sees people sees everybody's; a service sees its own.",
  query: z.strictObject(pageQuery),
  replies: { 200: { description: "A page of keys.", body: pageSchema(storedApiKeySchema) } },
  problems: ["cursor_invalid", "cursor_filters_changed"],
});

export const getApiKeyEndpoint = endpoint({
  method: "get",
  path: "/v1/auth/api-keys/{ref}",
  operationId: "getApiKey",
  tag,
  scope: "api_keys:read",
  summary: "Read an API key",
  description: "Reads what is kept of it: everything but the key itself.",
  params: keyPath,
  replies: { 200: { description: "What is kept of the key.", body: storedApiKeySchema } },
  problems: ["api_key_not_found"],
});

export const rotateApiKeyEndpoint = endpoint({
  method: "post",
  path: "/v1/auth/api-keys/{ref}/rotate",
  operationId: "rotateApiKey",
  tag,
  scope: "api_keys:write",
  summary: "Rotate an API key",
  description:
    "Makes another key with the same name, scopes, addresses and length of life. The old one stands for the overlap, so " +
    "that services can change over one after the other.",
  params: keyPath,
  body: z.strictObject({
    overlap_seconds: z
      .int()
      .min(0, "At least 0.")
      .max(longestOverlapS, `At most ${longestOverlapS}, which is 30 days.`)
      .default(dayS)
      .meta({ description: "How long the old key stands beside the new one." }),
  }),
  bodyExample: { overlap_seconds: 3_600 },
  replies: {
    201: { description: "The new key, once.", body: issuedApiKeySchema, headers: locationHeader },
  },
  problems: [
    "api_key_not_found",
    "session_required",
    "step_up_required",
    "api_key_ended",
    "api_key_needs_person",
    "api_key_limit_reached",
    "api_key_expiry_passed",
  ],
});

export const revokeApiKeyEndpoint = endpoint({
  method: "delete",
  path: "/v1/auth/api-keys/{ref}",
  operationId: "revokeApiKey",
  tag,
  scope: "api_keys:write",
  summary: "Revoke an API key",
  description:
    "Ends the key at once for whatever changes something or moves money, and within a minute for reading.",
  params: keyPath,
  body: z.strictObject({}),
  replies: { 200: { description: "The key as it ended.", body: storedApiKeySchema } },
  problems: ["api_key_not_found", "user_may_more"],
});

const publicJwkSchema = z.strictObject({
  kty: z.literal("OKP"),
  crv: z.literal("Ed25519"),
  x: z.string(),
  kid: z.string(),
  alg: z.literal("EdDSA"),
  use: z.literal("sig"),
});

export const jwksEndpoint = endpoint({
  method: "get",
  path: "/.well-known/jwks.json",
  operationId: "getJwks",
  tag,
  scope: "public",
  summary: "Read the public signing keys",
  description:
    "What access tokens are verified with, as RFC 7517 writes it. A copy may be kept for five minutes: a key is published " +
    "longer than that before it signs, and until the last token that it signed has expired.",
  replies: {
    200: {
      description: "The keys.",
      body: z.strictObject({ keys: z.array(publicJwkSchema) }),
      headers: { "Cache-Control": "How long a copy may be kept." },
    },
  },
  problems: [],
});
