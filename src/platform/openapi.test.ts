import { expect, it } from "vitest";
import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { platformCatalogue } from "./errors.ts";
import { openApiOf, problemCodesOf } from "./openapi.ts";

const thing = z.strictObject({ ref: z.string() });
const common = { tag: "Things", summary: "A thing", description: "About it.", problems: [] };
const read = endpoint({
  ...common,
  method: "get",
  path: "/v1/things/{ref}",
  operationId: "getThing",
  scope: "wallets:read",
  params: z.object({ ref: z.string().meta({ description: "Which." }) }),
  query: z.strictObject({ depth: z.coerce.number().default(1), kind: z.enum(["A", "B"]) }),
  replies: { 200: { description: "It.", body: thing } },
  isExportable: true,
});
const change = endpoint({
  ...common,
  method: "patch",
  path: "/v1/things/{ref}",
  operationId: "changeThing",
  scope: "wallets:write",
  params: z.object({ ref: z.string() }),
  shownBody: z.strictObject({ name: z.string(), later: z.string() }),
  lines: { asked: z.strictObject({ asked: z.int() }), answered: z.strictObject({ done: z.int() }) },
  headers: z.object({ "if-match": z.string().optional() }),
  body: z.strictObject({ name: z.string() }),
  bodyExample: { name: "x" },
  replies: { 200: { description: "It.", body: thing, headers: { ETag: "Its version." } } },
  problems: ["precondition_required"],
});
const open = endpoint({
  ...common,
  method: "get",
  path: "/health",
  operationId: "getHealth",
  scope: "public",
  replies: { 200: { description: "Up.", body: thing } },
});

const document = JSON.parse(
  JSON.stringify(
    openApiOf({
      version: "1.2.3",
      endpoints: [read, change, open],
      catalogue: platformCatalogue,
      tags: { Things: "What there is." },
    }),
  ),
);
const operation = (path: string, method: string) => document.paths[path][method];

it("has the version, and the operations of one address side by side", () => {
  expect(document).toMatchObject({ openapi: "3.1.0", info: { title: "Saku", version: "1.2.3" } });
  expect(Object.keys(document.paths)).toEqual(["/v1/things/{ref}", "/health"]);
  expect(Object.keys(document.paths["/v1/things/{ref}"])).toEqual(["get", "patch"]);
});

it("asks for a key where a scope is needed, and for none where none is", () => {
  expect(operation("/v1/things/{ref}", "get").security).toEqual([{ bearer: ["wallets:read"] }]);
  expect(operation("/health", "get").security).toEqual([]);
});

it("says of every parameter where it is and whether it can be left out", () => {
  const shown = operation("/v1/things/{ref}", "get").parameters.map(
    ({ in: place, name, required }: Record<string, unknown>) => [place, name, required],
  );
  expect(shown).toEqual([
    ["path", "ref", true],
    ["query", "depth", false],
    ["query", "kind", true],
  ]);
});

it("requires If-Match where its absence is refused, and spells headers as people do", () => {
  const [, header] = operation("/v1/things/{ref}", "patch").parameters;
  expect(header).toMatchObject({ name: "If-Match", in: "header", required: true });
});

it("shows a body with its example, and asks a reader for none", () => {
  expect(operation("/v1/things/{ref}", "patch").requestBody).toMatchObject({
    required: true,
    content: {
      "application/json": { schema: { additionalProperties: false }, example: { name: "x" } },
    },
  });
  expect(operation("/v1/things/{ref}", "get").requestBody).toBeUndefined();
});

it("lists the problems of a route under their statuses", () => {
  const { responses } = operation("/v1/things/{ref}", "patch");
  const codes = Object.values(responses).flatMap(
    (response) =>
      (response as { content: Record<string, Record<string, string[]>> }).content[
        "application/problem+json"
      ]?.["x-problem-codes"] ?? [],
  );
  expect(codes.toSorted()).toEqual(problemCodesOf(change).toSorted());
  expect(Object.keys(responses)).toEqual(expect.arrayContaining(["200", "401", "403", "428"]));
  expect(problemCodesOf(open)).not.toContain("unauthenticated");
});

it("offers a list in its other forms, and names the headers of every answer", () => {
  const exported = operation("/v1/things/{ref}", "get").responses["200"];
  expect(Object.keys(exported.content)).toEqual([
    "application/json",
    "text/csv",
    "application/x-ndjson",
  ]);
  expect(Object.keys(operation("/v1/things/{ref}", "patch").responses["200"].headers)).toEqual([
    "Request-Id",
    "Idempotency-Replayed",
    "ETag",
  ]);
});

it("says what a ref in an address names, where nobody said it better", () => {
  const described = (method: string) =>
    operation("/v1/things/{ref}", method).parameters[0].description;
  expect([described("get"), described("patch")]).toEqual(["Which.", "The ref of the thing."]);
});

it("shows all of a body that is read in two steps, and the lines that it may also be", () => {
  const { requestBody, responses } = operation("/v1/things/{ref}", "patch");
  expect(Object.keys(requestBody.content["application/json"].schema.properties)).toEqual([
    "name",
    "later",
  ]);
  const lines = [requestBody, responses["200"]].map(
    ({ content }) => content["application/x-ndjson"].schema.properties,
  );
  expect(lines).toMatchObject([{ asked: { type: "integer" } }, { done: { type: "integer" } }]);
});

it("gives every answer an example", () => {
  const { content } = operation("/v1/things/{ref}", "get").responses["200"];
  expect(content["application/json"].example).toEqual({ ref: "string" });
});
