import { type Child, element } from "../page/dom.ts";
import { say } from "../page/language.ts";
import { inline } from "../page/prose.ts";
import type { ApiDocument, Schema } from "./openapi.ts";
import { choicesOf, isNullable, typesOf, typeTextOf, unwrap } from "./schema.ts";

type Row = {
  readonly name: string;
  readonly schema: Schema;
  readonly isRequired: boolean;
  readonly description?: string;
};

/** The fields of a body, one under the other; what they hold opens on demand. */
export function schemaTree(api: ApiDocument, schema: Schema, seen: readonly Schema[] = []): Child {
  const whole = unwrap(api, schema);
  const inner = typesOf(whole)[0] === "array" ? unwrap(api, whole.items ?? {}) : whole;
  const choices = choicesOf(api, inner);
  if (choices.length > 1) return choiceList(api, choices, seen);

  const rows = Object.entries(inner.properties ?? {}).map(([name, child]) => ({
    name,
    schema: child,
    isRequired: inner.required?.includes(name) ?? false,
  }));
  if (rows.length === 0) return scalar(api, whole);
  return [
    element(
      "ul",
      { class: "fields" },
      rows.map((row) => fieldRow(api, row, seen)),
    ),
    inner.additionalProperties === false && seen.length === 0
      ? element("p", { class: "closed" }, say("schema.closed"))
      : null,
  ];
}

/** One field: its name and type on the first line, then what it means and what it may be. */
export function fieldRow(api: ApiDocument, row: Row, seen: readonly Schema[] = []): HTMLElement {
  const schema = unwrap(api, row.schema);
  const description = row.description ?? schema.description ?? "";
  return element(
    "li",
    { class: "row" },
    element(
      "div",
      { class: "row-head" },
      element("code", { class: "row-name" }, row.name),
      element(
        "span",
        { class: "row-type" },
        typeTextOf(api, schema),
        isNullable(api, schema) ? ` ${say("schema.nullable")}` : null,
      ),
      row.isRequired ? element("span", { class: "row-required" }, say("schema.required")) : null,
    ),
    description === ""
      ? null
      : element("p", { class: "row-text", lang: "en" }, inline(description)),
    factsOf(schema),
    children(api, row.name, schema, seen),
  );
}

function children(api: ApiDocument, name: string, schema: Schema, seen: readonly Schema[]): Child {
  const inner = typesOf(schema)[0] === "array" ? unwrap(api, schema.items ?? {}) : schema;
  const isComposed = inner.properties !== undefined || choicesOf(api, inner).length > 1;
  if (!isComposed) return null;
  // A schema that holds itself is drawn once; its fields are the same objects each time around.
  const isAgain = seen.some(
    (earlier) => earlier.properties !== undefined && earlier.properties === inner.properties,
  );
  if (isAgain) return element("p", { class: "row-text" }, say("schema.again"));

  return element(
    "details",
    { class: "row-children" },
    element("summary", {}, say("schema.children", { name })),
    schemaTree(api, inner, [...seen, inner]),
  );
}

function choiceList(api: ApiDocument, choices: readonly Schema[], seen: readonly Schema[]): Child {
  return element(
    "div",
    { class: "choices" },
    element("p", { class: "row-text" }, say("schema.oneOf")),
    element(
      "ul",
      { class: "fields" },
      choices.map((choice, index) => {
        const schema = unwrap(api, choice);
        const name = schema.title ?? String(index + 1);
        return fieldRow(api, { name, schema, isRequired: false }, [...seen, {}]);
      }),
    ),
  );
}

function scalar(api: ApiDocument, schema: Schema): Child {
  return element(
    "div",
    { class: "row" },
    element("span", { class: "row-type" }, typeTextOf(api, schema)),
    schema.description === undefined
      ? null
      : element("p", { class: "row-text", lang: "en" }, inline(schema.description)),
    factsOf(schema),
  );
}

/** What a value may be, its default and its example, on one line where there is room. */
function factsOf(schema: Schema): Child {
  const values = schema.enum ?? (schema.const === undefined ? [] : [schema.const]);
  const example = schema.example ?? schema.examples?.[0];
  const limits = limitsOf(schema);
  // A format says the same as its pattern, and says it better.
  const hasPattern = schema.pattern !== undefined && schema.format === undefined;
  const facts = [
    values.length === 0 ? null : element("span", {}, values.map(chip)),
    limits === "" ? null : element("span", {}, limits),
    hasPattern ? element("span", {}, chip(schema.pattern)) : null,
    schema.default === undefined ? null : fact(say("schema.default"), schema.default),
    example === undefined || typeof example === "object"
      ? null
      : fact(say("schema.example"), example),
  ].filter((each) => each !== null);
  return facts.length === 0 ? null : element("div", { class: "facts" }, facts);
}

function fact(name: string, value: unknown): HTMLElement {
  return element("span", {}, name, chip(value));
}

function chip(value: unknown): HTMLElement {
  return element(
    "code",
    { class: "chip" },
    typeof value === "string" ? value : JSON.stringify(value),
  );
}

function limitsOf(schema: Schema): string {
  const ranges = [
    rangeOf(schema.minimum, schema.maximum, ""),
    rangeOf(schema.minLength, schema.maxLength, say("schema.characters")),
    rangeOf(schema.minItems, schema.maxItems, say("schema.items")),
  ];
  return ranges.filter((range) => range !== "").join(", ");
}

// JavaScript's largest exact integer is what a schema says when it means "no limit".
function rangeOf(least: number | undefined, most: number | undefined, unit: string): string {
  const highest = most === Number.MAX_SAFE_INTEGER ? undefined : most;
  const lowest = least === Number.MIN_SAFE_INTEGER ? undefined : least;
  if (lowest === undefined && highest === undefined) return "";
  if (lowest === highest) return `= ${lowest} ${unit}`.trim();
  if (highest === undefined) return `≥ ${lowest} ${unit}`.trim();
  if (lowest === undefined) return `≤ ${highest} ${unit}`.trim();
  return `${lowest}–${highest} ${unit}`.trim();
}
