import { etagOf, expectedVersionOf } from "../platform/etag.ts";
import { type Routes, reply, replyWritten } from "../platform/routes.ts";
import {
  getPreferencesEndpoint,
  getProfileEndpoint,
  listActivityEndpoint,
  updatePreferencesEndpoint,
  updateProfileEndpoint,
} from "./profile-endpoints.ts";
import type { RoleEnv } from "./role-routes.ts";

const etagHeaderOf = ({ version }: { readonly version: number }) => ({ ETag: etagOf(version) });

export function addProfileRoutes<E extends RoleEnv>(routes: Routes<E>): Routes<E> {
  return routes
    .on(getProfileEndpoint, async (c, { caller }) => {
      const profile = await c.var.identity.getProfile(caller);
      return reply(getProfileEndpoint, 200, profile, etagHeaderOf(profile));
    })
    .on(updateProfileEndpoint, async (c, { caller, write, headers, body }) => {
      const expectedVersion = expectedVersionOf(headers["if-match"]);
      const input = { write, expectedVersion, changes: body };
      const written = await c.var.identity.updateProfile(caller, input);
      return replyWritten(updateProfileEndpoint, 200, written, etagHeaderOf(written.result));
    })
    .on(getPreferencesEndpoint, async (c, { caller }) => {
      const preferences = await c.var.identity.getPreferences(caller);
      return reply(getPreferencesEndpoint, 200, preferences, etagHeaderOf(preferences));
    })
    .on(updatePreferencesEndpoint, async (c, { caller, write, headers, body }) => {
      const expectedVersion = expectedVersionOf(headers["if-match"]);
      const input = { write, expectedVersion, changes: body };
      const written = await c.var.identity.updatePreferences(caller, input);
      return replyWritten(updatePreferencesEndpoint, 200, written, etagHeaderOf(written.result));
    })
    .on(listActivityEndpoint, async (c, { caller, query }) => {
      const page = await c.var.identity.listActivity(caller, query);
      return reply(listActivityEndpoint, 200, {
        data: [...page.rows],
        next_cursor: page.nextCursor,
      });
    });
}
