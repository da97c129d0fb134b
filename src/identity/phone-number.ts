import { z } from "zod";

/** A number as the whole world dials it; spaces and dashes are for the eye. */
export const phoneNumber = z
  .string()
  .max(30)
  .transform((typed) => typed.replaceAll(/[\s().-]/g, ""))
  .refine((number) => /^\+[1-9]\d{6,14}$/.test(number), {
    error: "Expected a number with its country, such as +62 812 3456 7890.",
  })
  .meta({ examples: ["+62 812 3456 7890"] });
