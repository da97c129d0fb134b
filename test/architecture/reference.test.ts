// What a newcomer reads: every parameter says what it means, and every example is one that could have been answered.
import { expect, it } from "vitest";
import { allEndpoints, openApiDocument } from "../../src/meta.ts";
import { exampleOf, unknownText } from "../../src/platform/example-of.ts";

type Parameter = { readonly name: string; readonly in: string; readonly description?: string };
type Content = Readonly<Record<string, { readonly example?: unknown } | undefined>>;
type Operation = {
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content: Content }>>;
};

const document: { readonly paths: Record<string, Record<string, Operation>> } = JSON.parse(
  JSON.stringify(openApiDocument()),
);
const operationOf = ({ path, method }: { readonly path: string; readonly method: string }) => {
  const operation = document.paths[path]?.[method];
  if (!operation) throw new Error(`${method} ${path} is not in the reference.`);
  return operation;
};

it.each(allEndpoints.map((spec) => [spec.operationId, spec] as const))(
  "%s describes its parameters, and shows what it takes and answers",
  (_name, spec) => {
    const { parameters, requestBody, responses } = operationOf(spec);
    expect(parameters.filter(({ description }) => !isSentence(description))).toEqual([]);
    const body = requestBody?.content["application/json"];
    if (requestBody?.required) expect(body?.example).toBeDefined();
    for (const [status, { body: schema }] of Object.entries(spec.replies)) {
      const example = responses[status]?.content["application/json"]?.example;
      if (example === undefined) continue;
      expect(unknownsIn(example, status)).toEqual([]);
      expect(schema.safeParse(example).error).toBeUndefined();
    }
  },
);

it("sees a text that nothing is known of, however deep, and believes the others", () => {
  const row = {
    type: "object",
    properties: { colour: { type: "string" }, name: { type: "string" } },
  };
  const answer = exampleOf({ type: "object", properties: { data: { type: "array", items: row } } });
  expect(unknownsIn(answer, "200")).toEqual(["200/data/0/colour"]);
  expect(isSentence("Which")).toBe(false);
});

function isSentence(text: string | undefined): boolean {
  return text !== undefined && /^[A-Z`"].+\.$/.test(text);
}

/** Where an example holds the text that stands for every other. */
function unknownsIn(value: unknown, place: string): string[] {
  if (value === unknownText) return [place];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => unknownsIn(child, `${place}/${key}`));
}
