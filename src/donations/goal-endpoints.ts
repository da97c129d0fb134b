import { z } from "zod";
import { endpoint } from "../platform/endpoint.ts";
import { refSchema } from "../platform/ids.ts";
import { askedMomentSchema } from "../platform/moment.ts";
import { amountTextSchema } from "../platform/money.ts";
import { goalSchema, goalTitleSchema, milestonesSchema } from "./goal.ts";
import { timerSchema } from "./timer.ts";

const tag = "Donations";
const streamerPath = z.object({ ref: refSchema });
const goalPath = z.object({ ref: refSchema });
const thousandDaysS = 86_400_000;

export const listGoalsEndpoint = endpoint({
  method: "get",
  path: "/v1/streamers/{ref}/goals",
  operationId: "listGoals",
  tag,
  scope: "donations:read",
  summary: "List goals",
  description: "What is collected for, and then what was collected for last: 50 at most.",
  params: streamerPath,
  replies: { 200: { description: "Them.", body: z.object({ data: z.array(goalSchema) }) } },
  problems: ["streamer_not_found"],
});

export const createGoalEndpoint = endpoint({
  method: "post",
  path: "/v1/streamers/{ref}/goals",
  operationId: "createGoal",
  tag,
  scope: "donations:write",
  summary: "Begin a goal",
  description: "Every donation that is paid from now on counts, whole, for each goal.",
  params: streamerPath,
  body: z.strictObject({
    title: goalTitleSchema,
    target: amountTextSchema,
    starting_amount: amountTextSchema.default("0").meta({ description: "What there is already." }),
    milestones: milestonesSchema.default([]),
  }),
  bodyExample: {
    title: "A new microphone",
    target: "2500000",
    milestones: [{ title: "Half of it", amount: "1250000" }],
  },
  replies: { 201: { description: "It is collected for.", body: goalSchema } },
  problems: ["streamer_not_found", "too_many_goals"],
});

export const updateGoalEndpoint = endpoint({
  method: "patch",
  path: "/v1/goals/{ref}",
  operationId: "updateGoal",
  tag,
  scope: "donations:write",
  summary: "Change or end a goal",
  description:
    "Changes what is named. What was given stays counted, and what ended stays as it is.",
  params: goalPath,
  body: z.strictObject({
    title: goalTitleSchema.optional(),
    target: amountTextSchema.optional(),
    starting_amount: amountTextSchema.optional(),
    milestones: milestonesSchema.optional(),
    is_ended: z.boolean().default(false),
  }),
  bodyExample: { title: "Two microphones", target: "5000000" },
  replies: { 200: { description: "As it is now.", body: goalSchema } },
  problems: ["goal_not_found", "goal_ended"],
});

export const getTimerEndpoint = endpoint({
  method: "get",
  path: "/v1/streamers/{ref}/timer",
  operationId: "getTimer",
  tag,
  scope: "donations:read",
  summary: "Read the countdown",
  description: "When it ends, or what is left where it stands.",
  params: streamerPath,
  replies: { 200: { description: "The countdown.", body: timerSchema } },
  problems: ["streamer_not_found", "timer_not_found"],
});

export const setTimerEndpoint = endpoint({
  method: "put",
  path: "/v1/streamers/{ref}/timer",
  operationId: "setTimer",
  tag,
  scope: "donations:write",
  summary: "Set the countdown",
  description:
    "It runs from now, or stands with what is left. Each whole unit_amount of a donation adds seconds_per_unit, until it " +
    "has run out; a donation that is given back takes them off again. Leave remaining_seconds out to pause, to go on or to " +
    "change the price: what was given meanwhile stays.",
  params: streamerPath,
  body: z.strictObject({
    unit_amount: amountTextSchema,
    seconds_per_unit: z.int().min(1).max(86_400),
    remaining_seconds: z.int().min(0).max(thousandDaysS).optional().meta({
      description: "What is left from now on. Left out, it is what was left, or nothing.",
    }),
    add_seconds: z.int().min(-thousandDaysS).max(thousandDaysS).default(0).meta({
      description: "More than that, or less; never less than nothing.",
    }),
    is_running: z.boolean(),
    latest_end_at: askedMomentSchema.nullable().default(null),
  }),
  bodyExample: {
    unit_amount: "10000",
    seconds_per_unit: 60,
    remaining_seconds: 3600,
    is_running: true,
  },
  replies: { 200: { description: "The countdown as it is now.", body: timerSchema } },
  problems: ["streamer_not_found"],
});
