import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import { momentSchema } from "../platform/moment.ts";
import { userStatuses } from "./standing.ts";

/** What is said of a person whose way to log in was changed: nothing of what it was changed to. */
export const changedUserSchema = z.object({
  user_ref: refSchema,
  user_status: z.enum(userStatuses),
  version: z.int(),
  created_at: momentSchema,
  updated_at: momentSchema,
});
export type ChangedUser = z.output<typeof changedUserSchema>;
