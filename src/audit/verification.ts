import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import { momentSchema } from "../platform/moment.ts";

const countSchema = z.int().min(0);

/** What a recount may find. */
export const auditFaults = {
  entry_changed: "An entry is not what was hashed when it was written.",
  entries_differ: "A sealed range has lost entries, or has got some.",
  range_changed: "The entries of a sealed range have other hashes than when they were sealed.",
  seal_broken: "A seal was changed, or the one before it is another or missing.",
  head_differs: "The last seal of a day is not the one that was published then.",
} as const;

type FaultName = keyof typeof auditFaults;
const faultNames = Object.keys(auditFaults) as [FaultName, ...FaultName[]];

export const auditFaultSchema = z.strictObject({
  fault: z.enum(faultNames),
  seal_no: z.int().optional(),
  event_ref: refSchema.optional(),
  day: z.string().optional(),
});

/** What recounting the log came to. */
export const verificationSchema = z.strictObject({
  checked_at: momentSchema,
  ok: z.boolean().meta({ description: "Nothing is wrong." }),
  seals: countSchema,
  entries: countSchema.meta({ description: "Sealed entries that were hashed again." }),
  unsealed_entries: countSchema.meta({ description: "Entries that the next seal will cover." }),
  dropped_entries: countSchema.meta({
    description: "Entries of months that are kept as objects only; their seals were looked at.",
  }),
  published_heads: countSchema.meta({
    description: "Days whose last seal was compared with what was published outside the database.",
  }),
  last_seal: z
    .strictObject({ seal_no: z.int(), seal_hash: z.string(), sealed_at: momentSchema })
    .nullable()
    .meta({ description: "Write it down: no later log can be right that does not contain it." }),
  faults: z.array(auditFaultSchema).meta({ description: "Up to 20 of the findings." }),
});

export type AuditFault = z.output<typeof auditFaultSchema>;
export type Verification = z.output<typeof verificationSchema>;
