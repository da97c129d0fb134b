import { etagOf, expectedVersionOf } from "../platform/etag.ts";
import { type Routes, type RouteVariables, reply, replyWritten } from "../platform/routes.ts";
import type { Hook } from "./hook.ts";
import {
  createHookEndpoint,
  deleteHookEndpoint,
  getHookEndpoint,
  listHooksEndpoint,
  updateHookEndpoint,
} from "./hook-endpoints.ts";
import type { WebhooksService } from "./service.ts";

type HookEnv = { Variables: RouteVariables & { webhooks: WebhooksService } };

const etagOfHook = ({ version }: Pick<Hook, "version">) => ({ ETag: etagOf(version) });

export function addHookRoutes<E extends HookEnv>(routes: Routes<E>): Routes<E> {
  return routes
    .on(createHookEndpoint, async (c, { caller, write, body }) => {
      const written = await c.var.webhooks.createHook(caller, {
        write,
        name: body.name,
        type: body.type,
        url: body.url,
        isActive: body.is_active,
        headers: body.headers,
        timeoutMs: body.timeout_ms,
        onFailure: body.on_failure,
        attemptsAtMost: body.attempts_at_most,
      });
      return replyWritten(createHookEndpoint, 201, written, {
        ...etagOfHook(written.result),
        Location: `/v1/hooks/${written.result.hook_ref}`,
      });
    })
    .on(listHooksEndpoint, async (c, { caller, query }) => {
      const { type, limit, cursor } = query;
      const page = await c.var.webhooks.listHooks(caller, { type, limit, cursor });
      return reply(listHooksEndpoint, 200, { data: [...page.rows], next_cursor: page.nextCursor });
    })
    .on(getHookEndpoint, async (c, { caller, params }) => {
      const hook = await c.var.webhooks.getHook(caller, params.ref);
      return reply(getHookEndpoint, 200, hook, etagOfHook(hook));
    })
    .on(updateHookEndpoint, async (c, { caller, write, params, headers, body }) => {
      const written = await c.var.webhooks.updateHook(caller, {
        write,
        hookRef: params.ref,
        expectedVersion: expectedVersionOf(headers["if-match"]),
        change: body,
      });
      return replyWritten(updateHookEndpoint, 200, written, etagOfHook(written.result));
    })
    .on(deleteHookEndpoint, async (c, { caller, write, params }) => {
      const written = await c.var.webhooks.deleteHook(caller, { write, hookRef: params.ref });
      return replyWritten(deleteHookEndpoint, 200, written);
    });
}
