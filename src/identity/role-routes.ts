import { type Routes, type RouteVariables, reply, replyWritten } from "../platform/routes.ts";
import {
  assignRoleEndpoint,
  getUserEndpoint,
  listRolesEndpoint,
  listUsersEndpoint,
  reactivateUserEndpoint,
  removeRoleEndpoint,
  suspendUserEndpoint,
} from "./role-endpoints.ts";
import type { RoleService } from "./role-service.ts";

/** What these routes need from the request. */
export type RoleEnv = { Variables: RouteVariables & { identity: RoleService } };

export function addRoleRoutes<E extends RoleEnv>(routes: Routes<E>): Routes<E> {
  return routes
    .on(listUsersEndpoint, async (c, { caller, query }) => {
      const { limit, cursor, ...filters } = query;
      const page = await c.var.identity.listUsers(caller, { filters, limit, cursor });
      return reply(listUsersEndpoint, 200, { data: [...page.rows], next_cursor: page.nextCursor });
    })
    .on(getUserEndpoint, async (c, { caller, params }) =>
      reply(getUserEndpoint, 200, await c.var.identity.getUser(caller, params.ref)),
    )
    .on(suspendUserEndpoint, async (c, { caller, write, params, body }) => {
      const input = { write, userRef: params.ref, reason: body.reason };
      return replyWritten(
        suspendUserEndpoint,
        200,
        await c.var.identity.suspendUser(caller, input),
      );
    })
    .on(reactivateUserEndpoint, async (c, { caller, write, params }) => {
      const input = { write, userRef: params.ref };
      const written = await c.var.identity.reactivateUser(caller, input);
      return replyWritten(reactivateUserEndpoint, 200, written);
    })
    .on(assignRoleEndpoint, async (c, { caller, write, params, body }) => {
      const input = { write, userRef: params.ref, role: body.role };
      return replyWritten(assignRoleEndpoint, 200, await c.var.identity.assignRole(caller, input));
    })
    .on(removeRoleEndpoint, async (c, { caller, write, params }) => {
      const input = { write, userRef: params.ref, role: params.role };
      return replyWritten(removeRoleEndpoint, 200, await c.var.identity.removeRole(caller, input));
    })
    .on(listRolesEndpoint, async (c) =>
      reply(listRolesEndpoint, 200, { data: await c.var.identity.listRoles() }),
    );
}
