import { z } from "zod";
import { callFunction } from "./call-function.ts";
import type { ReadmodelsDeps } from "./deps.ts";
import { type Projection, projectionSchema } from "./projection.ts";

/** All projections; there are as many as this module has. */
export async function listProjections(deps: ReadmodelsDeps): Promise<Projection[]> {
  return z
    .array(projectionSchema)
    .parse(await callFunction(deps, "readmodels.list_projections", []));
}
