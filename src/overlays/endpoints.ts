import { z } from "zod";
import { endpoint } from "../platform/endpoint.ts";
import { refSchema } from "../platform/ids.ts";
import { pageQuery, pageSchema } from "../platform/list.ts";
import { openedOverlaySchema, overlayChoices, overlaySchema } from "./overlay.ts";
import { overlayTokenSchema } from "./overlay-token.ts";

const tag = "Overlays";
const overlayPath = z.object({ ref: refSchema });
const etag = { ETag: "The version of the overlay." };
const overlayReply = (description: string) => ({ description, body: overlaySchema, headers: etag });
const openedReply = (description: string) => ({
  description,
  body: openedOverlaySchema,
  headers: etag,
});
const { name, parts, is_mirror, position, scale_percent } = overlayChoices;

export const createOverlayEndpoint = endpoint({
  method: "post",
  path: "/v1/overlays",
  operationId: "createOverlay",
  tag,
  scope: "overlays:write",
  summary: "Make an overlay",
  description:
    "Makes a link for OBS. The link holds the token that opens it, and is shown this once; a repetition shows none.",
  body: z.strictObject({
    name,
    parts: parts.default(["ALERTS"]),
    is_mirror: is_mirror.default(false),
    position: position.default("TOP"),
    scale_percent: scale_percent.default(100),
  }),
  bodyExample: { name: "Alerts", parts: ["ALERTS"] },
  replies: { 201: openedReply("The overlay and its link.") },
  problems: ["overlay_limit_reached", "stage_unavailable"],
});

export const listOverlaysEndpoint = endpoint({
  method: "get",
  path: "/v1/overlays",
  operationId: "listOverlays",
  tag,
  scope: "overlays:read",
  summary: "List one's own overlays",
  description: "Newest first. Links are not shown again.",
  query: z.strictObject(pageQuery),
  replies: { 200: { description: "A page of overlays.", body: pageSchema(overlaySchema) } },
  problems: ["cursor_invalid", "cursor_filters_changed"],
});

export const getOverlayEndpoint = endpoint({
  method: "get",
  path: "/v1/overlays/{ref}",
  operationId: "getOverlay",
  tag,
  scope: "overlays:read",
  summary: "Read an overlay",
  description: "Its link is not shown again.",
  params: overlayPath,
  replies: { 200: overlayReply("The overlay.") },
  problems: ["overlay_not_found"],
});

export const updateOverlayEndpoint = endpoint({
  method: "patch",
  path: "/v1/overlays/{ref}",
  operationId: "updateOverlay",
  tag,
  scope: "overlays:write",
  summary: "Change an overlay",
  description:
    "Send If-Match with its ETag. A page that is connected shows the change as soon as nothing is played.",
  params: overlayPath,
  headers: z.object({
    "if-match": z
      .string()
      .max(100)
      .optional()
      .meta({ description: "The ETag of the overlay as you read it, or *.", examples: ['"1"'] }),
  }),
  body: z
    .strictObject({
      name: name.optional(),
      parts: parts.optional(),
      is_mirror: is_mirror.optional(),
      position: position.optional(),
      scale_percent: scale_percent.optional(),
    })
    .refine((changes) => Object.keys(changes).length > 0, { error: "Change something." }),
  bodyExample: { scale_percent: 120 },
  replies: { 200: overlayReply("The overlay as it is now.") },
  problems: [
    "overlay_not_found",
    "precondition_failed",
    "precondition_required",
    "stage_unavailable",
  ],
});

export const rotateOverlayEndpoint = endpoint({
  method: "post",
  path: "/v1/overlays/{ref}/rotate",
  operationId: "rotateOverlay",
  tag,
  scope: "overlays:write",
  summary: "Give an overlay a new link",
  description:
    "Older links end at once, and whatever they opened is closed; with overlap_seconds they go on working so long.",
  params: overlayPath,
  body: z.strictObject({ overlap_seconds: z.int().min(0).max(86_400).default(0) }),
  bodyExample: { overlap_seconds: 0 },
  replies: { 200: openedReply("The overlay and its new link.") },
  problems: ["overlay_not_found", "stage_unavailable"],
});

export const removeOverlayEndpoint = endpoint({
  method: "delete",
  path: "/v1/overlays/{ref}",
  operationId: "removeOverlay",
  tag,
  scope: "overlays:write",
  summary: "Remove an overlay",
  description: "For good. Whatever its links have opened is closed.",
  params: overlayPath,
  body: z.strictObject({}),
  replies: { 200: overlayReply("The overlay as it was.") },
  problems: ["overlay_not_found", "stage_unavailable"],
});

export const openOverlaySessionEndpoint = endpoint({
  method: "post",
  path: "/v1/overlays/session",
  operationId: "openOverlaySession",
  tag,
  scope: "public",
  summary: "Get a ticket for a page",
  description:
    "A page sends the token of its link and gets a ticket for one websocket, valid for a minute. The token itself " +
    "never stands in an address.",
  body: z.strictObject({
    overlay_ref: refSchema,
    token: overlayTokenSchema,
    instance: refSchema.meta({ description: "Made by the page each time it is opened." }),
    role: z.enum(["renderer", "preview"]).default("renderer").meta({
      description: "A preview shows what another page plays, and plays nothing itself.",
    }),
  }),
  bodyExample: {
    overlay_ref: "01JD3Z8K4M6N7P8Q9R0S1T2V3W",
    token: `ovl_${"a".repeat(43)}`,
    instance: "01JD3Z8K4M6N7P8Q9R0S1T2V3X",
  },
  replies: {
    200: {
      description: "The ticket, and what the page is to show.",
      body: z.strictObject({
        ticket: z.string(),
        expires_at: z.string().meta({ format: "date-time" }),
        overlay: overlaySchema,
      }),
    },
  },
  problems: ["overlay_link_ended", "rate_limited", "limiter_unavailable"],
});

export const connectOverlayEndpoint = endpoint({
  method: "get",
  path: "/v1/overlays/socket",
  operationId: "connectOverlay",
  tag,
  scope: "public",
  summary: "Connect a page or a studio",
  description:
    "A websocket. Sec-WebSocket-Protocol offers saku.overlay.v1 and tkt.<ticket>; a ticket connects once.",
  replies: { 101: { description: "The websocket is open.", body: z.null() } },
  problems: ["upgrade_required", "ticket_invalid", "stage_unavailable"],
});
