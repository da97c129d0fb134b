import { z } from "zod";
import type { EndpointSpec, InputOf } from "./endpoint.ts";
import { platformProblem } from "./errors.ts";
import { plainWords } from "./plain-words.ts";

export type Place = "body" | "query" | "path" | "header";
export type Fault = { readonly in: Place; readonly pointer: string; readonly message: string };
export type RawInput = Readonly<Record<Place, unknown>>;

// An endpoint that names no parameters takes none.
const noParameters = z.strictObject({});

/** How a part of a request is parsed whose faults its sender reads. */
export const plainly = { reportInput: true, error: plainWords } as const;

/** Parses every part of a request and names all faults at once, so that nobody mends them one by one. */
export function parseInput<Spec extends EndpointSpec>(spec: Spec, raw: RawInput): InputOf<Spec> {
  const faults: Fault[] = [];
  const parse = (place: Place, schema: z.ZodType | undefined): unknown => {
    if (!schema) return {};
    const parsed = schema.safeParse(raw[place], plainly);
    if (parsed.success) return parsed.data;
    faults.push(...faultsIn(place, parsed.error));
    return {};
  };

  const input = {
    params: parsePath(spec, raw.path),
    query: parse("query", spec.query ?? noParameters),
    headers: parse("header", spec.headers),
    body: parse("body", spec.body),
  };
  if (faults.length > 0) throw validationProblem(faults);
  // Each part was parsed by the very schema that its type is inferred from.
  return input as InputOf<Spec>;
}

/** An address that cannot name anything is an address where nothing is. */
function parsePath(spec: EndpointSpec, path: unknown): unknown {
  if (!spec.params) return {};
  const parsed = spec.params.safeParse(path);
  if (parsed.success) return parsed.data;
  throw platformProblem("not_found", "There is nothing at this address; refs are ULIDs.");
}

export function validationProblem(faults: readonly Fault[]) {
  const first = faults[0];
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : "";
  const detail = first ? `${first.in} ${first.pointer || "/"}: ${first.message}${more}` : "";
  return platformProblem("validation_failed", detail, { errors: faults });
}

/** Everything that a schema has against a part of a request. */
export function faultsIn(place: Place, error: z.ZodError): Fault[] {
  return error.issues.flatMap((issue) => faultsOf(place, issue));
}

/** Zod's issue as what the sender needs: where, and what was expected. */
function faultsOf(place: Place, issue: z.core.$ZodIssue): Fault[] {
  const pointer = pointerOf(issue.path);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      in: place,
      pointer: `${pointer}${pointerOf([key])}`,
      message: "This field is not one that may be set here.",
    }));
  }
  // Only a repetition makes a list of a parameter.
  const isRepeated = place === "query" && Array.isArray(issue.input);
  const message = isRepeated ? "Sent more than once: send it once." : messageOf(issue);
  return [{ in: place, pointer, message }];
}

function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_type" && issue.input === undefined) return "Required.";
  return issue.message;
}

/** RFC 6901. */
function pointerOf(path: readonly PropertyKey[]): string {
  return path
    .map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`)
    .join("");
}
