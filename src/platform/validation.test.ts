import { expect, it } from "vitest";
import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { amountTextSchema } from "./money.ts";
import { parseInput } from "./validation.ts";

const spec = endpoint({
  method: "post",
  path: "/v1/things/{ref}",
  operationId: "makeThing",
  tag: "Things",
  scope: "public",
  summary: "",
  description: "",
  params: z.object({ ref: z.string().length(3) }),
  query: z.strictObject({ limit: z.coerce.number().max(5).optional() }),
  headers: z.object({ "x-note": z.string().max(2).optional() }),
  body: z.strictObject({
    name: z.string(),
    lines: z.array(z.strictObject({ "a/b~c": z.int() })).optional(),
  }),
  replies: {},
  problems: [],
});

const parse = (raw: Partial<Record<"path" | "query" | "header" | "body", unknown>>) =>
  parseInput(spec, { path: { ref: "abc" }, query: {}, header: {}, body: { name: "x" }, ...raw });

it("hands on what was parsed, typed and transformed", () => {
  expect(parse({ query: { limit: "5" } })).toEqual({
    params: { ref: "abc" },
    query: { limit: 5 },
    headers: {},
    body: { name: "x" },
  });
});

it("names the faults of all parts at once, each with its pointer", () => {
  const raw = {
    query: { limit: "9", sort: "x" },
    header: { "x-note": "long" },
    body: { lines: [{ "a/b~c": 1.5 }], extra: 1 },
  };
  try {
    parse(raw);
    expect.unreachable();
  } catch (error) {
    const { errors } = (
      error as { extensions: { errors: { in: string; pointer: string; message: string }[] } }
    ).extensions;
    expect(errors.map((fault) => `${fault.in} ${fault.pointer}`).toSorted()).toEqual([
      "body /extra",
      "body /lines/0/a~1b~0c",
      "body /name",
      "header /x-note",
      "query /limit",
      "query /sort",
    ]);
    expect(errors.find(({ pointer }) => pointer === "/name")?.message).toBe("Required.");
  }
});

it("answers an address that can name nothing as one where nothing is", () => {
  expect(() => parse({ path: { ref: "toolong" } })).toThrow(
    expect.objectContaining({ code: "not_found" }),
  );
});

it("tells what is missing from what is of the wrong type, and how an amount is written", () => {
  const body = z.strictObject({ name: z.string(), gone: z.string(), amount: amountTextSchema });
  try {
    parseInput(
      { ...spec, body },
      { path: { ref: "abc" }, query: {}, header: {}, body: { name: 5, amount: 15_000 } },
    );
    expect.unreachable();
  } catch (error) {
    const { errors } = (error as { extensions: { errors: { pointer: string; message: string }[] } })
      .extensions;
    const messages = Object.fromEntries(errors.map(({ pointer, message }) => [pointer, message]));
    expect(messages["/name"]).toBe("Expected a text, but a number was sent.");
    expect(messages["/gone"]).toBe("Required.");
    expect(messages["/amount"]).toContain('write "15000"');
  }
});
