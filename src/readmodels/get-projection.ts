import { callFunction } from "./call-function.ts";
import type { ReadmodelsDeps } from "./deps.ts";
import { type Projection, projectionSchema } from "./projection.ts";

/** Reads how a projection stands. */
export async function getProjection(deps: ReadmodelsDeps, name: string): Promise<Projection> {
  return projectionSchema.parse(await callFunction(deps, "readmodels.find_projection", [name]));
}
