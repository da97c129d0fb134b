import type { Context } from "hono";
import { z } from "zod";
import { cataloguesByContext, endpoints, events, tags } from "./catalogue.ts";
import { answered, type Database } from "./platform/database.ts";
import { type EndpointSpec, endpoint } from "./platform/endpoint.ts";
import { platformProblem } from "./platform/errors.ts";
import { jsonSchemaOf, openApiOf } from "./platform/openapi.ts";
import { createRoutes, type RouteVariables, reply } from "./platform/routes.ts";
import { version } from "./version.ts";

type MetaEnv = { Bindings: Env; Variables: RouteVariables & { database: Database } };

const tag = "Service";

const healthEndpoint = endpoint({
  method: "get",
  path: "/health",
  operationId: "getHealth",
  tag,
  scope: "public",
  summary: "Is the Worker up",
  description: "Answers without asking anything else.",
  replies: { 200: { description: "It is.", body: z.strictObject({ status: z.literal("ok") }) } },
  problems: [],
});

const readyEndpoint = endpoint({
  method: "get",
  path: "/ready",
  operationId: "getReadiness",
  tag,
  scope: "public",
  summary: "Can it serve",
  description: "Asks the database; 503 when it does not answer.",
  replies: {
    200: {
      description: "It can.",
      body: z.strictObject({ status: z.literal("ready"), database: z.literal("ok") }),
    },
  },
  problems: [],
});

const versionEndpoint = endpoint({
  method: "get",
  path: "/version",
  operationId: "getVersion",
  tag,
  scope: "public",
  summary: "What runs here",
  description: "The version of Saku and of its deployment.",
  replies: {
    200: {
      description: "The versions.",
      body: z.strictObject({
        name: z.literal("saku"),
        version: z.string(),
        deployment: z.string().nullable(),
        deployed_at: z.string().nullable(),
      }),
    },
  },
  problems: [],
});

const metaRoutes = createRoutes<MetaEnv>()
  .on(healthEndpoint, () => reply(healthEndpoint, 200, { status: "ok" }))
  .on(readyEndpoint, async (c) => {
    await answered(c.var.database.sql`select 1`);
    return reply(readyEndpoint, 200, { status: "ready", database: "ok" });
  })
  .on(versionEndpoint, (c) => {
    const { tag: deployment, timestamp } = c.env.VERSION;
    return reply(versionEndpoint, 200, {
      name: "saku",
      version,
      deployment: deployment || null,
      deployed_at: timestamp || null,
    });
  });

export const allEndpoints: readonly EndpointSpec[] = [...endpoints, ...metaRoutes.endpoints];

const openApiText = createOpenApiText();

/** The documents that Saku serves of itself, and the pages that read them. */
export const metaApp = metaRoutes.app
  .get("/openapi.json", (c) => c.body(openApiText(), 200, { "Content-Type": "application/json" }))
  .get("/problems.json", (c) => c.json(problemList()))
  .get("/events/:file", (c) => c.json(eventSchemaOf(c.req.param("file"))))
  .get("/problems/:code", (c) => pageAt("/problems", c, isProblem(c.req.param("code")) ? 200 : 404))
  .get("/overlay/:ref", (c) => pageAt("/overlay", c))
  .get("/donate/:slug", (c) => pageAt("/donate", c));

/** One page for many addresses: it reads the rest of its own. */
async function pageAt(path: string, c: Context<MetaEnv>, status = 200): Promise<Response> {
  const page = await c.env.ASSETS.fetch(new URL(path, c.req.url));
  // A fetched answer's headers cannot be set; a copy's can.
  return new Response(page.body, { status, headers: page.headers });
}

function isProblem(code: string): boolean {
  return Object.values(cataloguesByContext).some((catalogue) => Object.hasOwn(catalogue, code));
}

/** The document does not change while an isolate lives, and to write it takes a third of a second. */
function createOpenApiText(): () => string {
  let written: string | undefined;
  return () => {
    written ??= JSON.stringify(openApiDocument());
    return written;
  };
}

export function openApiDocument() {
  const catalogue = Object.assign({}, ...Object.values(cataloguesByContext));
  return openApiOf({ version, endpoints: allEndpoints, catalogue, tags });
}

function problemList() {
  return Object.entries(cataloguesByContext).flatMap(([context, catalogue]) =>
    Object.entries(catalogue).map(([code, { status, title, meaning, remedy, fields }]) => ({
      code,
      context,
      status,
      title,
      detail: meaning,
      remedy,
      fields: Object.entries(fields ?? {}).map(([name, description]) => ({ name, description })),
    })),
  );
}

/** The JSON Schema of an event's data, at the address that its `dataschema` names. */
function eventSchemaOf(file: string) {
  const event = events.find(({ type }) => `${type}.json` === file);
  if (!event) throw platformProblem("not_found", "There is no event of this type.");
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: event.type,
    description: event.description,
    ...jsonSchemaOf(event.data, "output"),
  };
}
