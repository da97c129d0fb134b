import { cataloguesByContext, events } from "../../src/catalogue.ts";
import { allEndpoints } from "../../src/meta.ts";
import type { ConsumerGroup } from "../../src/platform/consumer-group.ts";
import type { EndpointSpec } from "../../src/platform/endpoint.ts";
import { isWrite } from "../../src/platform/endpoint.ts";
import { jsonSchemaOf, problemCodesOf } from "../../src/platform/openapi.ts";
import { consumerGroups } from "../../src/subscriptions.ts";
import { contexts } from "../contexts.ts";

const notice =
  "<!-- Written by `npm run docs`. Change the code that it is written from instead. -->\n";

export function problemsPage(): string {
  const sections = Object.entries(cataloguesByContext).map(([context, catalogue]) => {
    const entries = Object.entries(catalogue).map(
      ([code, { status, title, meaning, remedy, fields }]) =>
        [
          `### ${code}\n`,
          `**${status} ${title}.** ${meaning}\n`,
          `What to do: ${remedy}\n`,
          ...Object.entries(fields ?? {}).map(
            ([name, description]) => `- \`${name}\`: ${description}`,
          ),
          fields ? "" : undefined,
          `Given by: ${routesGiving(code)}.\n`,
        ]
          .filter((line) => line !== undefined)
          .join("\n"),
    );
    return `## ${context}\n\n${entries.join("\n")}`;
  });
  return `${notice}
# Problems

Every refusal leaves as RFC 9457 \`application/problem+json\` with a stable \`code\`. Its \`type\` is a URL that shows the
entry below. Anything that is not listed here is a bug and leaves as a bare 500 with the request's id.

${sections.join("\n")}`;
}

function routesGiving(code: string): string {
  const giving = allEndpoints.filter((spec) => problemCodesOf(spec).includes(code));
  if (giving.length === 0) return "any address";
  if (giving.length === allEndpoints.length) return "every route";
  const guarded = allEndpoints.filter(({ scope }) => scope !== "public");
  if (guarded.every((spec) => giving.includes(spec))) return "every guarded route";
  const writes = allEndpoints.filter(isWrite);
  if (giving.length === writes.length && writes.every((spec) => giving.includes(spec)))
    return "every write";
  return giving.map((spec) => `\`${addressOf(spec)}\``).join(", ");
}

export function eventsPage(): string {
  const sections = events.map(({ type, version, aggregate, description, data }) => {
    const properties = jsonSchemaOf(data, "output").properties as Record<string, Schema>;
    const rows = Object.entries(properties).map(
      ([name, schema]) => `| \`${name}\` | ${typeOf(schema)} |`,
    );
    return `## ${type}\n\n${description} About one ${aggregate}; version ${version}; schema at \`/events/${type}.json\`.\n\n| field | type |\n|---|---|\n${rows.join("\n")}\n`;
  });
  return `${notice}
# Events

A fact is written into \`platform.outbox_events\` in the commit that made it true, with a sequence that has no gaps for
each thing that it is about. Events hold refs, amounts and states: no internal id, no name, no word of a person.

They travel as [CloudEvents](https://cloudevents.io) 1.0: \`id\` is the event's ref, \`source\` is \`saku\`, \`subject\` is the ref
of what it is about and \`aggregatetype\` its kind, \`sequence\` counts from 1 for each such thing, \`traceparent\` goes on with the
trace of the request, and \`dataschema\` is the address of the schema of \`data\`. Delivery is at least once and in no order:
whoever takes them knows a repetition by \`id\` and a gap by \`sequence\`.

| group | queue | hears of |
|---|---|---|
${consumerGroups.map(groupRow).join("\n")}

${sections.join("\n")}`;
}

function groupRow({ name, queue, aggregateTypes }: ConsumerGroup): string {
  const types = aggregateTypes === "all" ? "everything" : aggregateTypes.join(", ");
  return `| ${name} | \`${queue}\` | ${types} |`;
}

type Schema = {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly format?: string;
  readonly anyOf?: readonly Schema[];
};

function typeOf(schema: Schema): string {
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(" or ");
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(", ");
  return schema.format ?? schema.type ?? "any";
}

export function routesPage(): string {
  const rows = allEndpoints.map(
    (spec) =>
      `| \`${addressOf(spec)}\` | ${spec.scope} | ${isWrite(spec) ? "yes" : ""} | ${spec.summary} |`,
  );
  return `${notice}
# Routes

The scope that each route needs. A write takes an \`Idempotency-Key\`. The full reference is served at \`/docs\`.

| route | scope | write | what |
|---|---|---|---|
${rows.join("\n")}
`;
}

function addressOf({ method, path }: EndpointSpec): string {
  return `${method.toUpperCase()} ${path}`;
}

const begin = "<!-- contexts:begin -->";
const end = "<!-- contexts:end -->";

/** Writes the table of contexts between its markers and leaves the rest of the page alone. */
export function architecturePage(present: string): string {
  const [before, after] = [present.indexOf(begin), present.indexOf(end)];
  if (before < 0 || after < before)
    throw new Error(`docs/architecture.md needs ${begin} and ${end}.`);
  const rows = contexts.map(
    ({ name, owns, mayImport, isConsumer }) =>
      `| ${name} | ${owns} | ${[...mayImport, ...(isConsumer ? ["events of all"] : [])].join(", ") || "nothing"} |`,
  );
  const table = ["| context | owns | may import |", "|---|---|---|", ...rows].join("\n");
  return `${present.slice(0, before)}${begin}\n${table}\n${present.slice(after)}`;
}
