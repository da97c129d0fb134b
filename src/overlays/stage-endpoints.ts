import { z } from "zod";
import { endpoint } from "../platform/endpoint.ts";
import { refSchema } from "../platform/ids.ts";
import { amountTextSchema, currencySchema } from "../platform/money.ts";
import { backlogChoices } from "./meet-backlog.ts";
import { stageSettingsSchema } from "./stage-settings.ts";
import { stageSnapshotSchema } from "./stage-snapshot.ts";

const tag = "Overlays";
const stageReply = (description: string) => ({ description, body: stageSnapshotSchema });

export const getStageEndpoint = endpoint({
  method: "get",
  path: "/v1/overlays/stage",
  operationId: "getStage",
  tag,
  scope: "overlays:read",
  summary: "See one's own stage",
  description:
    "What is played, what waits, what has ended, and which pages are connected and well.",
  replies: { 200: stageReply("The stage as it is now.") },
  problems: ["stage_unavailable"],
});

export const stageCommands = [
  "PAUSE",
  "RESUME",
  "MUTE",
  "UNMUTE",
  "VOLUME",
  "SKIP",
  "REPLAY",
  "REMOVE",
  "BUMP",
  "CLEAR",
  "BACKLOG",
  "TEST",
  "PANIC",
  "RELOAD",
] as const;

type CommandField = "playback_ref" | "donation_ref" | "up_to_seq" | "volume" | "choice" | "test";

const fieldOf: Readonly<Record<(typeof stageCommands)[number], CommandField | null>> = {
  ...{ PAUSE: null, RESUME: null, MUTE: null, UNMUTE: null, PANIC: null, RELOAD: null },
  ...{
    VOLUME: "volume",
    SKIP: "playback_ref",
    CLEAR: "up_to_seq",
    BACKLOG: "choice",
    TEST: "test",
  },
  ...{ REPLAY: "donation_ref", REMOVE: "donation_ref", BUMP: "donation_ref" },
};

/** A command as it is sent: what it needs is named, and what it does not need is refused. */
export const commandBodySchema = z
  .strictObject({
    command: z.enum(stageCommands),
    playback_ref: refSchema.optional().meta({ description: "SKIP: what is meant." }),
    donation_ref: refSchema.optional().meta({ description: "REPLAY, REMOVE and BUMP: which one." }),
    up_to_seq: z.int().nonnegative().optional().meta({
      description: "CLEAR: the newest that is meant; what came later is spared.",
    }),
    volume: z.number().min(0).max(1).optional().meta({ description: "VOLUME: from 0 to 1." }),
    choice: z.enum(backlogChoices).optional().meta({
      description: "BACKLOG: play all, the last five, all as text, or none.",
    }),
    test: z
      .strictObject({
        name: z.string().max(50).default("Budi"),
        amount_text: z.string().max(30).default("Rp50.000"),
        amount: amountTextSchema.optional(),
        currency: currencySchema.optional(),
        message: z.string().max(300).default("Semangat!"),
        variant: z.string().max(30).default("default"),
        sound: z
          .strictObject({
            src: z.string().regex(/^\/[\w./-]{1,200}$/),
            duration_ms: z.int().min(1).max(60_000),
          })
          .optional(),
      })
      .optional()
      .meta({ description: "TEST: what to show; nothing of it is kept." }),
  })
  .superRefine((body, context) => {
    const needed = fieldOf[body.command];
    for (const field of Object.values(fieldOf)) {
      const isGiven = field !== null && body[field] !== undefined;
      if (isGiven && field !== needed) {
        context.addIssue({
          code: "custom",
          path: [field],
          message: `${body.command} takes no such field.`,
        });
      }
    }
    if (needed !== null && needed !== "test" && body[needed] === undefined) {
      context.addIssue({ code: "custom", path: [needed], message: `${body.command} needs it.` });
    }
  });

export const commandStageEndpoint = endpoint({
  method: "post",
  path: "/v1/overlays/stage/commands",
  operationId: "commandStage",
  tag,
  scope: "overlays:control",
  summary: "Steer one's own stage",
  description:
    "Does it at once and shows the stage as it is then. The same Idempotency-Key does it once; SKIP names what it means, " +
    "so that a late press skips nothing else. PANIC stops, clears and silences everything until RESUME.",
  body: commandBodySchema,
  bodyExample: { command: "PAUSE" },
  replies: { 200: stageReply("The stage as it is now.") },
  problems: [
    "playback_not_current",
    "donation_not_queued",
    "donation_not_replayable",
    "no_backlog",
    "stage_unavailable",
  ],
});

export const getStageSettingsEndpoint = endpoint({
  method: "get",
  path: "/v1/overlays/stage/settings",
  operationId: "getStageSettings",
  tag,
  scope: "overlays:read",
  summary: "Read how the queue is played",
  description: "As it was set, or by default.",
  replies: { 200: { description: "The settings.", body: stageSettingsSchema } },
  problems: [],
});

export const configureStageEndpoint = endpoint({
  method: "put",
  path: "/v1/overlays/stage/settings",
  operationId: "configureStage",
  tag,
  scope: "overlays:write",
  summary: "Set how the queue is played",
  description: "All of it at once; it holds from now on.",
  body: stageSettingsSchema,
  bodyExample: { gap_ms: 1_000, order: "PAID", backlog: "ASK", max_age_s: null },
  replies: { 200: { description: "The settings as they are now.", body: stageSettingsSchema } },
  problems: ["stage_unavailable"],
});

export const openControlSessionEndpoint = endpoint({
  method: "post",
  path: "/v1/overlays/stage/session",
  operationId: "openControlSession",
  tag,
  scope: "overlays:control",
  summary: "Get a ticket for the studio",
  description:
    "A ticket for one websocket that is told of every change of one's own stage, valid for a minute.",
  body: z.strictObject({}),
  replies: {
    200: {
      description: "The ticket.",
      body: z.strictObject({
        ticket: z.string(),
        expires_at: z.string().meta({ format: "date-time" }),
      }),
    },
  },
  problems: [],
});
