import {
  bigint,
  boolean,
  integer,
  pgSchema,
  smallint,
  text,
  timestamp,
  uuid,
} from "drizzle-orm/pg-core";

export const overlayParts = ["ALERTS", "GOALS", "LEADERBOARD", "TICKER", "TIMER"] as const;
export const overlayPositions = ["TOP", "MIDDLE", "BOTTOM"] as const;

const overlaysSchema = pgSchema("overlays");

/** One link that a streamer puts into OBS. What opens it is not here. */
export const overlays = overlaysSchema.table("overlays", {
  id: uuid("id").primaryKey(),
  overlayRef: text("overlay_ref").notNull(),
  ownerRef: text("owner_ref").notNull(),
  name: text("name").notNull(),
  parts: text("parts", { enum: overlayParts }).array().notNull(),
  isMirror: boolean("is_mirror").notNull(),
  position: text("position", { enum: overlayPositions }).notNull(),
  scalePercent: smallint("scale_percent").notNull(),
  version: bigint("version", { mode: "number" }).notNull(),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull(),
  removedAt: timestamp("removed_at", { withTimezone: true }),
});

/** How a streamer wants the queue to be played. What happens on the stage now is not here. */
export const stages = overlaysSchema.table("stages", {
  streamerRef: text("streamer_ref").primaryKey(),
  gapMs: integer("gap_ms").notNull(),
  playOrder: text("play_order", { enum: ["PAID", "TIER"] }).notNull(),
  backlog: text("backlog", { enum: ["ASK", "PLAY", "LAST", "TEXT", "DISMISS"] }).notNull(),
  maxAgeS: integer("max_age_s"),
  version: bigint("version", { mode: "number" }).notNull(),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull(),
});

export type OverlayRow = typeof overlays.$inferSelect;
