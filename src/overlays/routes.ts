import { etagOf, expectedVersionOf } from "../platform/etag.ts";
import { createRoutes, type RouteVariables, reply, replyWritten } from "../platform/routes.ts";
import {
  connectOverlayEndpoint,
  createOverlayEndpoint,
  getOverlayEndpoint,
  listOverlaysEndpoint,
  openOverlaySessionEndpoint,
  removeOverlayEndpoint,
  rotateOverlayEndpoint,
  updateOverlayEndpoint,
} from "./endpoints.ts";
import type { Overlay } from "./overlay.ts";
import type { OverlaysService } from "./service.ts";
import { stageCommandOf } from "./stage-command-of.ts";
import {
  commandStageEndpoint,
  configureStageEndpoint,
  getStageEndpoint,
  getStageSettingsEndpoint,
  openControlSessionEndpoint,
} from "./stage-endpoints.ts";

type OverlaysEnv = { Variables: RouteVariables & { overlays: OverlaysService } };

const etagOfOverlay = ({ version }: Overlay) => ({ ETag: etagOf(version) });

// Fixed addresses stand before those with a ref in their place.
const stageRoutes = createRoutes<OverlaysEnv>()
  .on(openOverlaySessionEndpoint, async (c, { write, body }) => {
    const session = await c.var.overlays.openSession({
      overlayRef: body.overlay_ref,
      token: body.token,
      instance: body.instance,
      role: body.role,
      ip: c.req.header("cf-connecting-ip") ?? null,
      newRef: write.newRef,
    });
    return reply(openOverlaySessionEndpoint, 200, session);
  })
  .on(connectOverlayEndpoint, (c) => c.var.overlays.connect(c.req.raw))
  .on(getStageEndpoint, async (c, { caller }) =>
    reply(getStageEndpoint, 200, await c.var.overlays.stage(caller)),
  )
  .on(commandStageEndpoint, async (c, { caller, write, body }) => {
    const command = stageCommandOf(body);
    const stage = await c.var.overlays.command(caller, { write, command });
    return reply(commandStageEndpoint, 200, stage);
  })
  .on(getStageSettingsEndpoint, async (c, { caller }) =>
    reply(getStageSettingsEndpoint, 200, await c.var.overlays.settings(caller)),
  )
  .on(configureStageEndpoint, async (c, { caller, write, body }) => {
    const written = await c.var.overlays.configure(caller, { write, settings: body });
    return replyWritten(configureStageEndpoint, 200, written);
  })
  .on(openControlSessionEndpoint, async (c, { caller, write }) => {
    const session = await c.var.overlays.openControlSession(caller, write.newRef);
    return reply(openControlSessionEndpoint, 200, session);
  });

export const overlaysRoutes = stageRoutes
  .on(createOverlayEndpoint, async (c, { caller, write, body }) => {
    const written = await c.var.overlays.create(caller, { write, choices: body });
    return replyWritten(createOverlayEndpoint, 201, written, etagOfOverlay(written.result));
  })
  .on(listOverlaysEndpoint, async (c, { caller, query }) => {
    const page = await c.var.overlays.list(caller, query);
    return reply(listOverlaysEndpoint, 200, { data: [...page.rows], next_cursor: page.nextCursor });
  })
  .on(getOverlayEndpoint, async (c, { caller, params }) => {
    const overlay = await c.var.overlays.get(caller, params.ref);
    return reply(getOverlayEndpoint, 200, overlay, etagOfOverlay(overlay));
  })
  .on(updateOverlayEndpoint, async (c, { caller, write, params, headers, body }) => {
    const written = await c.var.overlays.update(caller, {
      write,
      overlayRef: params.ref,
      expectedVersion: expectedVersionOf(headers["if-match"]),
      changes: body,
    });
    return replyWritten(updateOverlayEndpoint, 200, written, etagOfOverlay(written.result));
  })
  .on(rotateOverlayEndpoint, async (c, { caller, write, params, body }) => {
    const written = await c.var.overlays.rotate(caller, {
      write,
      overlayRef: params.ref,
      overlapSeconds: body.overlap_seconds,
    });
    return replyWritten(rotateOverlayEndpoint, 200, written, etagOfOverlay(written.result));
  })
  .on(removeOverlayEndpoint, async (c, { caller, write, params }) => {
    const written = await c.var.overlays.remove(caller, { write, overlayRef: params.ref });
    return replyWritten(removeOverlayEndpoint, 200, written);
  });
