import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import { momentSchema } from "../platform/moment.ts";

export const audiences = ["OWN", "ALL"] as const;
export const endpointStatuses = ["ENABLED", "DISABLED", "DELETED"] as const;
export const disabledReasons = ["OWNER", "FAILING", "GONE", "AUTHORITY_LOST"] as const;

const eventTypesAtMost = 50;

/** The address of a receiver. Whether anything is ever sent there is decided each time anew. */
export const receiverUrlSchema = z
  .url({ error: "Expected a URL, such as https://shop.example.com/saku." })
  .max(2_000, "At most 2000 characters.")
  .meta({ examples: ["https://shop.example.com/saku"] });

export const eventTypesSchema = z
  .array(
    z
      .string()
      .regex(
        /^[a-z_]{1,50}\.(\*|[a-z_]{1,50})$/,
        "Expected a type such as transaction.completed, or transaction.* for all of them.",
      ),
  )
  .max(eventTypesAtMost, `At most ${eventTypesAtMost}.`)
  .refine((types) => new Set(types).size === types.length, { error: "Each type once." })
  .meta({
    description:
      "What it is told of, by type or as transaction.*; empty: everything. Each type has its schema at " +
      "`/events/{type}.json`.",
    examples: [["transaction.completed", "balance_monitor.*"]],
  });

export const endpointDescriptionSchema = z
  .string()
  .trim()
  .min(1, "At least 1 character.")
  .max(200, "At most 200 characters.")
  .regex(/^[^\p{Cc}\p{Cf}]*$/u, "No control or invisible characters.")
  .nullable()
  .meta({ examples: ["The shop's books"] });

export const audienceSchema = z.enum(audiences).meta({
  description:
    "OWN is told what its owner may see, and of legs only the owner's; ALL is told everything.",
});

export const isOrderedSchema = z.boolean().meta({
  description:
    "Whether an event about something waits until every earlier one about the same thing was delivered or given up.",
});

/** An endpoint as it is shown: everything but its secret. */
export const webhookEndpointSchema = z.strictObject({
  endpoint_ref: refSchema,
  owner_ref: refSchema,
  url: z.string(),
  description: z.string().nullable(),
  audience: audienceSchema,
  event_types: z.array(z.string()),
  is_ordered: isOrderedSchema,
  status: z.enum(endpointStatuses),
  disabled_reason: z.enum(disabledReasons).nullable().meta({
    description:
      "OWNER was asked to, FAILING has not answered for five days, GONE answered 410, AUTHORITY_LOST belongs to somebody who may do less than before.",
  }),
  failing_since: momentSchema.nullable().meta({
    description: "Since when every attempt has failed; null while it answers.",
  }),
  previous_secret_until: momentSchema.nullable().meta({
    description: "Until when everything is signed with the secret before this one too.",
  }),
  version: z.int().meta({ description: "Counts its changes; its ETag is made of it." }),
  created_at: momentSchema,
  updated_at: momentSchema,
});

export type WebhookEndpoint = z.output<typeof webhookEndpointSchema>;

export const shownSecretSchema = z.string().nullable().meta({
  description:
    "The secret that signatures are checked with, shown this once. Null in the answer to a repetition.",
});

/** An endpoint at the one moment when its secret can be seen. */
export const issuedEndpointSchema = webhookEndpointSchema.extend({ secret: shownSecretSchema });

export type IssuedEndpoint = z.output<typeof issuedEndpointSchema>;
