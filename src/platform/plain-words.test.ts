import { describe, expect, it } from "vitest";
import { z } from "zod";
import { faultsIn, plainly } from "./validation.ts";

/** What is said of a value, with the place where it is said. */
function saidOf(schema: z.ZodType, value: unknown, place: "body" | "query" = "body"): string[] {
  const { error } = schema.safeParse(value, plainly);
  return error
    ? faultsIn(place, error).map(({ pointer, message }) => `${pointer} ${message}`.trim())
    : [];
}

describe("a value of the wrong kind", () => {
  it.each([
    [z.string(), 5, "Expected a text, but a number was sent."],
    [z.string(), null, "Expected a text, but null was sent."],
    [z.int(), "5", "Expected a number, but a text was sent."],
    [z.int(), 1.5, "Expected a whole number, but a number with decimals was sent."],
    [z.boolean(), "yes", "Expected true or false, but a text was sent."],
    [z.strictObject({}), [1], "Expected an object, but a list was sent."],
    [z.array(z.string()), {}, "Expected a list, but an object was sent."],
    [z.record(z.string(), z.string()), "x", "Expected an object, but a text was sent."],
    [z.string(), undefined, "Required."],
  ])("is told what is wanted and what came (%#)", (schema, value, said) => {
    expect(saidOf(schema, value)).toEqual([said]);
  });
});

describe("a value of the right kind", () => {
  it.each([
    [z.string().min(1), "", "Expected at least 1 character, but it is empty."],
    [z.string().max(3), "four", "Expected at most 3 characters, but 4 were sent."],
    [z.string().length(3), "x", "Expected exactly 3 characters, but 1 was sent."],
    [z.array(z.int()).min(2), [1], "Expected at least 2 items, but 1 was sent."],
    [z.array(z.int()).max(1), [1, 2], "Expected at most 1 item, but 2 were sent."],
    [z.int().min(60), 5, "Expected 60 or more, but a smaller number was sent."],
    [z.number().max(1), 5, "Expected 1 or less, but a larger number was sent."],
    [z.enum(["A", "B", "C"]), "D", "Expected one of A, B and C, but another text was sent."],
    [z.enum(["A", "B"]), "", "Expected one of A and B, but an empty text was sent."],
    [z.literal(true), false, "Expected true, but false was sent."],
    [z.iso.date(), "today", "Expected a day, such as 2026-11-21, but another text was sent."],
  ])("that is not one of those that are taken is told which are (%#)", (schema, value, said) => {
    expect(saidOf(schema, value)).toEqual([said]);
  });

  it("is told in the schema's own words where it has some", () => {
    expect(saidOf(z.string().min(1, "Say something."), "")).toEqual(["Say something."]);
    const named = z.record(z.string().regex(/^a/, "Names begin with a."), z.string());
    expect(saidOf(named, { b: "x" })).toEqual(["/b Names begin with a."]);
  });
});

it("tells a parameter that was sent twice from a list", () => {
  expect(saidOf(z.object({ limit: z.string() }), { limit: ["1", "2"] }, "query")).toEqual([
    "/limit Sent more than once: send it once.",
  ]);
});

it("repeats no value, because it may be a secret", () => {
  const schema = z.object({ a: z.enum(["A"]), b: z.email(), c: z.string().max(3), d: z.int() });
  const secret = "hunter2hunter2";
  const said = saidOf(schema, { a: secret, b: secret, c: secret, d: secret });
  expect(said).toHaveLength(4);
  expect(said.join()).not.toContain("hunter");
});
