import { z } from "zod";
import { momentSchema } from "../platform/moment.ts";

export const asOfSchema = momentSchema.meta({
  description: "When the newest event that this read model has taken was written.",
});

/** The reply of a list that is read from a read model, and so may be behind. */
export function projectedPageSchema<Row extends z.ZodType>(row: Row) {
  return z.object({
    data: z.array(row),
    next_cursor: z.string().nullable().meta({ description: "Null on the last page." }),
    consistency: z.literal("eventual"),
    as_of: asOfSchema,
  });
}

/** A page of rows and how far events had been read for it. */
export type ProjectedPage<Row> = {
  readonly rows: readonly Row[];
  readonly nextCursor: string | null;
  readonly asOf: string;
  /** How far a wallet had come, where it is one wallet that is read. */
  readonly version?: number;
};

/** What the functions that read a page answer. */
export function rowsSchemaOf<Row extends z.ZodType>(row: Row) {
  return z.object({ rows: z.array(row), as_of: momentSchema, version: z.int().optional() });
}
