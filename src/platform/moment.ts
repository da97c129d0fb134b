import { z } from "zod";

/** A moment as it is shown: UTC, whole milliseconds. */
export const momentSchema = z
  .string()
  .meta({ format: "date-time", examples: ["2026-11-21T01:16:30.000Z"] });

// Four digits of the year in every zone, and nothing that Postgres spells with an era.
const earliest = "1970-01-01T00:00:00.000Z";
const latest = "9998-12-31T23:59:59.999Z";

/** A moment that somebody asks for. Whatever is finer than a millisecond is cut off, because nothing is kept finer. */
export const askedMomentSchema = z.iso
  .datetime({
    offset: true,
    error: "Expected a moment with its zone, such as 2026-11-21T08:16:30.500+07:00.",
  })
  .transform((text) => new Date(text).toISOString())
  .refine((moment) => moment >= earliest && moment <= latest, {
    error: "Expected a moment from 1970 on.",
  })
  .meta({ format: "date-time", examples: ["2026-11-21T01:16:30.500Z"] });

export type Moment = z.output<typeof momentSchema>;
