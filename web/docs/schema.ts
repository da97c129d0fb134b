import { say } from "../page/language.ts";
import { type ApiDocument, resolve, type Schema } from "./openapi.ts";

/**
 * A value that the schema would accept: its own example where it has one, made up where not. A schema
 * that holds itself, known by the references followed so far, is left out the second time.
 */
export function exampleOf(
  api: ApiDocument,
  reference: Schema,
  followed: readonly string[] = [],
): unknown {
  const isAgain = reference.$ref !== undefined && followed.includes(reference.$ref);
  if (isAgain) return undefined;
  const trail = reference.$ref === undefined ? followed : [...followed, reference.$ref];
  const schema = flatten(api, reference);
  const given = schema.example ?? schema.examples?.[0] ?? schema.const ?? schema.default;
  if (given !== undefined) return given;
  if (schema.enum !== undefined) return schema.enum[0];
  const choice = choicesOf(api, schema)[0];
  if (choice !== undefined) return exampleOf(api, choice, trail);
  return exampleByType(api, schema, trail);
}

function exampleByType(api: ApiDocument, schema: Schema, trail: readonly string[]): unknown {
  switch (typesOf(schema)[0]) {
    case "object": {
      const entries = Object.entries(schema.properties ?? {});
      return Object.fromEntries(
        entries.map(([name, child]) => [name, exampleOf(api, child, trail)]),
      );
    }
    case "array": {
      const item = schema.items === undefined ? undefined : exampleOf(api, schema.items, trail);
      return item === undefined ? [] : [item];
    }
    case "integer":
    case "number":
      // JavaScript's smallest exact integer is what a schema says when it means "no limit".
      return Math.max(schema.minimum ?? 1, 0);
    case "boolean":
      return false;
    case "string":
      return schema.format === "date-time" ? "2026-01-31T08:30:00.000Z" : "string";
    default:
      return null;
  }
}

/** The schema itself with its references followed and the parts of an `allOf` put together. */
export function flatten(api: ApiDocument, reference: Schema): Schema {
  const schema = resolve(api, reference);
  if (schema.allOf === undefined) return schema;
  const parts = schema.allOf.map((part) => flatten(api, part));
  return {
    ...Object.assign({}, ...parts),
    ...schema,
    properties: Object.assign({}, ...parts.map((part) => part.properties), schema.properties),
    required: [...parts.flatMap((part) => part.required ?? []), ...(schema.required ?? [])],
  };
}

/** What a value may be one of; null is told apart, because "or null" reads better than a choice. */
export function choicesOf(api: ApiDocument, schema: Schema): Schema[] {
  return (schema.oneOf ?? schema.anyOf ?? []).filter(
    (choice) => resolve(api, choice).type !== "null",
  );
}

export function typesOf(schema: Schema): string[] {
  const types = typeof schema.type === "string" ? [schema.type] : [...(schema.type ?? [])];
  if (types.length === 0 && schema.properties !== undefined) return ["object"];
  return types.filter((type) => type !== "null");
}

export function isNullable(api: ApiDocument, schema: Schema): boolean {
  const types = typeof schema.type === "string" ? [schema.type] : (schema.type ?? []);
  const choices = schema.oneOf ?? schema.anyOf ?? [];
  return types.includes("null") || choices.some((choice) => resolve(api, choice).type === "null");
}

/** A choice between one thing and null is that thing. */
export function unwrap(api: ApiDocument, reference: Schema): Schema {
  const schema = flatten(api, reference);
  const choices = choicesOf(api, schema);
  const [only] = choices;
  if (only === undefined || choices.length > 1) return schema;
  const { oneOf: _oneOf, anyOf: _anyOf, ...rest } = schema;
  return {
    ...flatten(api, only),
    ...rest,
    ...(isNullable(api, schema) ? { type: [...typesOf(flatten(api, only)), "null"] } : {}),
  };
}

/** The type in words: `string · date-time`, `array of object`. */
export function typeTextOf(api: ApiDocument, schema: Schema): string {
  const [type] = typesOf(schema);
  if (type === "array" && schema.items !== undefined) {
    return say("schema.listOf", { type: typeTextOf(api, unwrap(api, schema.items)) });
  }
  const choices = choicesOf(api, schema);
  if (choices.length > 1) {
    const names = choices.map((choice) => typeTextOf(api, unwrap(api, choice)));
    return [...new Set(names)].join(" | ");
  }
  // A schema without a type still shows it by the values that it names.
  const [value] = [...(schema.enum ?? []), schema.const, ...(schema.examples ?? [])].filter(
    (each) => each !== undefined,
  );
  const known = type ?? (value === undefined ? undefined : typeof value);
  const named = known === undefined ? say("schema.any") : known;
  return schema.format === undefined ? named : `${named} · ${schema.format}`;
}
