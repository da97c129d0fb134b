// What Saku answers, refuses and announces is closed: nothing is said that is not written down.
import { expect, it } from "vitest";
import { createApp } from "../../src/app.ts";
import { cataloguesByContext, events, tags } from "../../src/catalogue.ts";
import { allEndpoints, openApiDocument } from "../../src/meta.ts";
import { scopes } from "../../src/platform/caller.ts";
import { jsonSchemaOf } from "../../src/platform/openapi.ts";
import { pathsOf, readTree } from "./rules/tree.ts";

const tree = readTree();

/** Routes are read and none is asked, so no service is needed behind them. */
const nothing = () => {
  throw new Error("No route is asked here.");
};
const textOf = (pattern: RegExp) =>
  pathsOf(tree, pattern)
    .map((path) => tree.get(path) ?? "")
    .join("\n");

// What somebody calls who has nothing yet to authenticate with, or proves it in the body.
const openDoors = [
  "/v1/auth/register",
  "/v1/auth/otp/request",
  "/v1/auth/otp/verify",
  "/v1/auth/login",
  "/v1/auth/login/verify",
  "/v1/auth/refresh",
  "/v1/auth/password/forgot",
  "/v1/auth/password/reset",
  // Whoever comes here proves by a signature that they are a provider.
  "/v1/payments/providers/{provider}/notifications",
  // Donors have no account: a page is for everybody, a donation for whoever holds its token, audio for its ticket.
  "/v1/streamers/{slug}",
  "/v1/streamers/{slug}/leaderboard",
  "/v1/streamers/{slug}/donations/quote",
  "/v1/streamers/{slug}/donations",
  "/v1/donations/{ref}/state",
  "/v1/speech/{ticket}",
  "/v1/sounds/{sound}",
  // A page shows the token of its link, and then its ticket.
  "/v1/overlays/session",
  "/v1/overlays/socket",
];
// Documents of the service itself, for anybody: no scope guards them.
const unguarded = [
  "/openapi.json",
  "/problems.json",
  "/events/:file",
  "/problems/:code",
  // Pages, whose files are for anybody.
  "/overlay/:ref",
  "/donate/:slug",
  // Only where codes are delivered to nobody else, and never in production.
  "/dev/mailbox",
];
const membersOfRfc9457 = ["type", "title", "status", "detail", "instance", "code"];

const codes = Object.values(cataloguesByContext).flatMap((catalogue) => Object.keys(catalogue));
const entries = Object.values(cataloguesByContext).flatMap((catalogue) =>
  Object.entries(catalogue),
);

it("serves no route that is not an endpoint with a scope", () => {
  const declared = new Set(
    allEndpoints.map(
      ({ method, path }) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ":$1")}`,
    ),
  );
  const served = createApp(nothing)
    .routes.filter(({ method, path }) => method !== "ALL" && !unguarded.includes(path))
    .map(({ method, path }) => `${method} ${path}`);
  expect(served.length).toBeGreaterThan(5);
  expect(served.filter((route) => !declared.has(route))).toEqual([]);
  expect([...declared].filter((route) => !served.includes(route))).toEqual([]);
});

it("gives every endpoint a scope of the closed list, and guards all of /v1 but its doors", () => {
  const known: readonly string[] = scopes;
  const faults = allEndpoints.filter(({ scope, path }) =>
    scope === "public" ? path.startsWith("/v1/") : !known.includes(scope),
  );
  expect(faults.map(({ path }) => path)).toEqual(openDoors);
});

it("uses every scope that it declares", () => {
  const used = new Set<string>(allEndpoints.map(({ scope }) => scope));
  expect(scopes.filter((scope) => !used.has(scope))).toEqual([]);
});

it("gives each problem code once, in snake_case, with its meaning and its remedy", () => {
  expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  expect(codes.filter((code) => !/^[a-z]+(_[a-z]+)*$/.test(code))).toEqual([]);
  for (const [code, entry] of entries) {
    expect([code, entry.meaning.length > 20, entry.remedy.length > 10]).toEqual([code, true, true]);
  }
});

it("lets no problem's own field pass for a member of RFC 9457", () => {
  const faults = entries.filter(([, entry]) =>
    Object.keys(entry.fields ?? {}).some((field) => membersOfRfc9457.includes(field)),
  );
  expect(faults).toEqual([]);
});

it("promises no problem that does not exist, and keeps none that nobody gives", () => {
  const promised = new Set(allEndpoints.flatMap(({ problems }) => problems));
  expect([...promised].filter((code) => !codes.includes(code))).toEqual([]);
  const said = textOf(/^(src\/(?!.*errors\.ts).*\.ts|migrations\/functions\/.*\.sql)$/);
  expect(codes.filter((code) => !new RegExp(`["']${code}["']`).test(said))).toEqual([]);
});

it("refuses in SQL only with codes of the context's catalogue or the platform's", () => {
  for (const path of pathsOf(tree, /^migrations\/functions\//)) {
    const refused = [...(tree.get(path) ?? "").matchAll(/platform\.refuse\('(\w+)'/g)].map(
      (match) => match[1],
    );
    expect([path, refused.filter((code) => !codes.includes(code ?? ""))]).toEqual([path, []]);
  }
});

it("announces in SQL exactly the events that it declares", () => {
  const sql = textOf(/^migrations\/functions\/.*\.sql$/);
  const announced = new Set(
    [...sql.matchAll(/'([a-z_]+\.[a-z_]+)'(?:,\s*(?:'\w+',|_\w+)|\s+(?:when|else|end)\b)/g)].map(
      (match) => match[1],
    ),
  );
  expect(events.map(({ type }) => type).toSorted()).toEqual([...announced].toSorted());
});

it("keeps people's words out of event data", () => {
  for (const { type, data } of events) {
    const fields = Object.keys((jsonSchemaOf(data, "output").properties ?? {}) as object);
    expect([
      type,
      fields.filter((field) => /name|slug|description|message|email|phone|note/.test(field)),
    ]).toEqual([type, []]);
  }
});

it("writes an OpenAPI document whose operations have one name each and whose references lead somewhere", () => {
  const document = openApiDocument();
  const text = JSON.stringify(document);
  const ids = allEndpoints.map(({ operationId }) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(allEndpoints.filter(({ tag }) => !(tag in tags))).toEqual([]);
  const references = new Set(
    [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map((match) => match[1] ?? ""),
  );
  const lost = [...references].filter(
    (reference) =>
      reference
        .split("/")
        .reduce<unknown>((node, key) => (node as Record<string, unknown>)?.[key], document) ===
      undefined,
  );
  expect(lost).toEqual([]);
});
