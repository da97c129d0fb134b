import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import { type OverlayRow, overlayParts, overlayPositions } from "./schema.ts";

const momentSchema = z
  .string()
  .meta({ format: "date-time", examples: ["2026-11-21T01:16:30.000Z"] });

/** What a streamer chooses for an overlay. */
export const overlayChoices = {
  name: z
    .string()
    .trim()
    .min(1, "At least 1 character.")
    .max(50, "At most 50 characters.")
    .regex(/^[^\p{Cc}\p{Cf}]*$/u, "No control or invisible characters.")
    .meta({ examples: ["Alerts"] }),
  parts: z
    .array(z.enum(overlayParts))
    .min(1, "At least one part.")
    .refine((parts) => new Set(parts).size === parts.length, { error: "Each part once." })
    .meta({ description: "What is shown there. Only an overlay with ALERTS plays donations." }),
  is_mirror: z.boolean().meta({
    description: "Also shows, without its sound, what another page of this streamer plays.",
  }),
  position: z.enum(overlayPositions),
  scale_percent: z.int().min(50).max(200),
} as const;

/** An overlay as it is shown. Its link is shown once, when it is made. */
export const overlaySchema = z.strictObject({
  overlay_ref: refSchema,
  owner_ref: refSchema,
  ...overlayChoices,
  name: z.string(),
  version: z.int().meta({ description: "Counts the changes; the ETag is made of it." }),
  created_at: momentSchema,
  updated_at: momentSchema,
});

export type Overlay = z.output<typeof overlaySchema>;

/** An overlay with the token that opens it, which is shown to whoever made it, once. */
export const openedOverlaySchema = overlaySchema.extend({
  token: z
    .string()
    .nullable()
    .meta({ description: "Null when this answer repeats an earlier one." }),
  link: z.string().nullable().meta({
    description:
      "The address for OBS, from this host's root; null when this answer repeats an earlier one.",
  }),
});

export type OpenedOverlay = z.output<typeof openedOverlaySchema>;

export function overlayOf(row: OverlayRow): Overlay {
  return {
    overlay_ref: row.overlayRef,
    owner_ref: row.ownerRef,
    name: row.name,
    parts: row.parts,
    is_mirror: row.isMirror,
    position: row.position,
    scale_percent: row.scalePercent,
    version: row.version,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}

/** The address behind which an overlay shows itself. The token stands where no server ever reads it. */
export function linkOf(overlayRef: string, token: string): string {
  return `/overlay/${overlayRef}#k=${token}`;
}
