import { z } from "zod";
import { callFunction } from "./call-function.ts";
import type { ReadmodelsDeps } from "./deps.ts";
import { type DailySummary, dailySummarySchema } from "./fact.ts";

const replySchema = z.looseObject({ rows: z.array(z.unknown()) });

/** Sums up one business day, today's so far unless another is asked for. */
export async function getDailySummary(
  deps: ReadmodelsDeps,
  date: string | undefined,
): Promise<DailySummary> {
  const reply = await callFunction(deps, "readmodels.daily_summary", [date ?? null]);
  const { rows, ...day } = replySchema.parse(reply);
  return dailySummarySchema.parse({ ...day, consistency: "eventual", data: rows });
}
