import { z } from "zod";

/** The number of an entry, as somebody asks for it. */
export const versionQuerySchema = z
  .string()
  .regex(/^(?:0|[1-9]\d{0,14})$/, "Expected a whole number, such as 12.")
  .transform((text) => Number.parseInt(text, 10))
  .meta({ examples: ["12"] });
