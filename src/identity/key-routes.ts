import { type Routes, type RouteVariables, reply, replyWritten } from "../platform/routes.ts";
import {
  createApiKeyEndpoint,
  getApiKeyEndpoint,
  jwksEndpoint,
  listApiKeysEndpoint,
  revokeApiKeyEndpoint,
  rotateApiKeyEndpoint,
} from "./key-endpoints.ts";
import type { KeyService } from "./key-service.ts";
import { keysKeptS } from "./signing-keys.ts";

/** What these routes need from the request. */
export type KeyEnv = { Variables: RouteVariables & { identity: KeyService } };

export function addKeyRoutes<E extends KeyEnv>(routes: Routes<E>): Routes<E> {
  return routes
    .on(createApiKeyEndpoint, async (c, { caller, write, body }) => {
      const written = await c.var.identity.createApiKey(caller, {
        write,
        name: body.name,
        scopes: body.scopes,
        ipAllowList: body.ip_allow_list,
        expiresAt: body.expires_at,
      });
      const location = { Location: `/v1/auth/api-keys/${written.result.key_ref}` };
      return replyWritten(createApiKeyEndpoint, 201, written, location);
    })
    .on(listApiKeysEndpoint, async (c, { caller, query }) => {
      const page = await c.var.identity.listApiKeys(caller, query);
      return reply(listApiKeysEndpoint, 200, {
        data: [...page.rows],
        next_cursor: page.nextCursor,
      });
    })
    .on(getApiKeyEndpoint, async (c, { caller, params }) =>
      reply(getApiKeyEndpoint, 200, await c.var.identity.getApiKey(caller, params.ref)),
    )
    .on(rotateApiKeyEndpoint, async (c, { caller, write, params, body }) => {
      const written = await c.var.identity.rotateApiKey(caller, {
        write,
        keyRef: params.ref,
        overlapSeconds: body.overlap_seconds,
      });
      const location = { Location: `/v1/auth/api-keys/${written.result.key_ref}` };
      return replyWritten(rotateApiKeyEndpoint, 201, written, location);
    })
    .on(revokeApiKeyEndpoint, async (c, { caller, write, params }) => {
      const written = await c.var.identity.revokeApiKey(caller, { write, keyRef: params.ref });
      return replyWritten(revokeApiKeyEndpoint, 200, written);
    })
    .on(jwksEndpoint, async (c) => {
      const keys = await c.var.identity.publishedKeys();
      const headers = { "Cache-Control": `public, max-age=${keysKeptS}` };
      return reply(jwksEndpoint, 200, { keys: [...keys] }, headers);
    });
}
