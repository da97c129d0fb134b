import { z } from "zod";
import { type EndpointSpec, isWrite, type ReplySpec } from "./endpoint.ts";
import { exampleOf } from "./example-of.ts";
import type { Catalogue } from "./problem.ts";

type Json = Readonly<Record<string, unknown>>;

export type OpenApiSource = {
  readonly version: string;
  readonly endpoints: readonly EndpointSpec[];
  readonly catalogue: Catalogue;
  /** What each tag gathers. */
  readonly tags: Readonly<Record<string, string>>;
};

// What any guarded route, and any write, may answer beside its own problems.
const guardedProblems = [
  "unauthenticated",
  "token_expired",
  "credential_ended",
  "address_not_allowed",
  "rate_limited",
  "limiter_unavailable",
  "scope_missing",
];
const commonProblems = ["validation_failed", "database_unavailable"];
const writeProblems = [
  "concurrent_request",
  "malformed_request",
  "unsupported_media_type",
  "payload_too_large",
  "idempotency_key_reused",
];

/** Writes the OpenAPI 3.1 document from the very specifications that the routes are served by. */
export function openApiOf({ version, endpoints, catalogue, tags }: OpenApiSource): Json {
  return {
    openapi: "3.1.0",
    info: {
      title: "Saku",
      version,
      summary: "A money platform that runs at the edge.",
      description:
        "Amounts are decimal strings with a currency. Every write takes an Idempotency-Key. Errors are RFC 9457 " +
        "problems with a stable code; their `type` leads to a page that explains them.",
    },
    servers: [{ url: "/" }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    paths: pathsOf(endpoints, catalogue),
    components: {
      securitySchemes: {
        bearer: {
          type: "http",
          scheme: "bearer",
          description: "An access token of POST /v1/auth/login, or an API key, such as saku_test_…",
        },
      },
      schemas: { Problem: problemSchema },
    },
  };
}

/** The codes that a route may answer with. */
export function problemCodesOf(spec: EndpointSpec): string[] {
  return [
    ...spec.problems,
    ...(spec.scope === "public" ? [] : guardedProblems),
    ...(spec.params ? ["not_found"] : []),
    ...(isWrite(spec) ? writeProblems : []),
    ...commonProblems,
  ];
}

function pathsOf(endpoints: readonly EndpointSpec[], catalogue: Catalogue): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const spec of endpoints) {
    paths[spec.path] = { ...paths[spec.path], [spec.method]: operationOf(spec, catalogue) };
  }
  return paths;
}

function operationOf(spec: EndpointSpec, catalogue: Catalogue): Json {
  return {
    operationId: spec.operationId,
    summary: spec.summary,
    description: spec.description,
    tags: [spec.tag],
    "x-scope": spec.scope,
    security: spec.scope === "public" ? [] : [{ bearer: [spec.scope] }],
    parameters: [
      ...parametersOf(spec, "path", spec.params),
      ...parametersOf(spec, "query", spec.query),
      ...parametersOf(spec, "header", spec.headers),
    ],
    ...(spec.body ? { requestBody: requestBodyOf(spec) } : {}),
    responses: { ...repliesOf(spec), ...problemRepliesOf(spec, catalogue) },
  };
}

function parametersOf(
  spec: EndpointSpec,
  place: "path" | "query" | "header",
  schema: z.ZodObject | undefined,
): Json[] {
  if (!schema) return [];
  return Object.entries(schema.shape).map(([name, field]) => {
    const { description = wordsOfRef(spec.path, place, name), ...rest } = jsonSchemaOf(
      field,
      "input",
    );
    return {
      name: place === "header" ? headerNameOf(name) : name,
      in: place,
      required: isRequired(spec, place, name, field),
      ...(description === undefined ? {} : { description }),
      schema: rest,
    };
  });
}

/** An address says itself what the ref in it names: `/v1/dead-letters/{ref}` a dead letter. */
function wordsOfRef(path: string, place: string, name: string): string | undefined {
  if (place !== "path" || name !== "ref") return undefined;
  const things = path.split("/{ref}")[0]?.split("/").at(-1) ?? "";
  const thing = things.replaceAll("-", " ").replace(/ies$/, "y").replace(/s$/, "");
  return `The ref of the ${thing}.`;
}

/** What is refused with a status of its own when it is missing, its schema lets pass; it is required all the same. */
function isRequired(spec: EndpointSpec, place: string, name: string, field: z.ZodType): boolean {
  if (name === "if-match") return spec.problems.includes("precondition_required");
  if (name === "idempotency-key" && spec.movesMoney) return true;
  return place === "path" || !z.safeParse(field, undefined).success;
}

function headerNameOf(name: string): string {
  return name.replaceAll(/(^|-)[a-z]/g, (start) => start.toUpperCase());
}

function requestBodyOf(spec: EndpointSpec): Json {
  const shown = spec.shownBody ?? spec.body;
  const schema = shown && jsonSchemaOf(shown, "input");
  return {
    required: spec.body !== undefined && !z.safeParse(spec.body, {}).success,
    content: {
      "application/json": { schema, ...(spec.bodyExample ? { example: spec.bodyExample } : {}) },
      ...(spec.lines ? linesOf("One item a line.", jsonSchemaOf(spec.lines.asked, "input")) : {}),
    },
  };
}

/** OpenAPI 3.1 knows no lines, so the schema is that of one of them, as is usual. */
function linesOf(description: string, line: Json): Json {
  return { "application/x-ndjson": { schema: { ...line, description } } };
}

function repliesOf(spec: EndpointSpec): Json {
  return Object.fromEntries(
    Object.entries(spec.replies).map(([status, reply]) => [status, replyOf(reply, spec)]),
  );
}

function replyOf(reply: ReplySpec, spec: EndpointSpec): Json {
  const headers = {
    "Request-Id": "Names this request in the logs.",
    ...(isWrite(spec) ? { "Idempotency-Replayed": "Whether this answer was given before." } : {}),
    ...reply.headers,
  };
  const schema = jsonSchemaOf(reply.body, "output");
  return {
    description: reply.description,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, description]) => [
        name,
        { description, schema: { type: "string" } },
      ]),
    ),
    content: {
      [reply.mediaType ?? "application/json"]: { schema, ...replyExampleOf(reply, schema) },
      ...otherFormsOf(spec, schema),
    },
  };
}

/** Only JSON has one: what else is answered is text for machines, or sound. */
function replyExampleOf({ mediaType }: ReplySpec, schema: Json): Json {
  const isText = mediaType !== undefined || schema.contentMediaType !== undefined;
  return isText ? {} : { example: exampleOf(schema) };
}

function otherFormsOf(spec: EndpointSpec, schema: Json): Json {
  if (spec.lines) return linesOf("One result a line.", jsonSchemaOf(spec.lines.answered, "output"));
  if (!spec.isExportable) return {};
  const { data } = (schema.properties ?? {}) as { data?: { items?: Json } };
  return {
    "text/csv": {
      schema: { type: "string", description: "A line of names, then one row a line." },
    },
    ...linesOf("One row a line.", data?.items ?? { type: "object" }),
  };
}

function problemRepliesOf(spec: EndpointSpec, catalogue: Catalogue): Json {
  const codesByStatus = Map.groupBy(problemCodesOf(spec), (code) =>
    String(catalogue[code]?.status),
  );
  return Object.fromEntries(
    [...codesByStatus].map(([status, codes]) => [
      status,
      {
        description: codes.map((code) => catalogue[code]?.title).join(", "),
        content: {
          "application/problem+json": {
            schema: { $ref: "#/components/schemas/Problem" },
            "x-problem-codes": codes,
          },
        },
      },
    ]),
  );
}

/** Zod's own JSON Schema, inlined: a reader of one operation sees all of it. */
export function jsonSchemaOf(
  schema: z.core.$ZodType,
  io: "input" | "output",
): Record<string, unknown> {
  const {
    $schema: _dialect,
    id: _id,
    ...json
  } = z.toJSONSchema(schema, { io, reused: "inline", unrepresentable: "any" });
  return json;
}

const problemSchema = {
  type: "object",
  description: "RFC 9457. Each code may add fields of its own.",
  required: ["type", "title", "status", "instance"],
  properties: {
    type: { type: "string", format: "uri", description: "A page that explains the code." },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string" },
    instance: { type: "string", description: "The Request-Id." },
    code: { type: "string", description: "Stable; switch on this." },
    errors: {
      type: "array",
      description: "For validation_failed: every fault at once.",
      items: {
        type: "object",
        required: ["in", "pointer", "message"],
        properties: {
          in: { type: "string", enum: ["body", "query", "path", "header"] },
          pointer: { type: "string" },
          message: { type: "string" },
        },
      },
    },
  },
};
