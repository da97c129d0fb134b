// The small forms that requests and answers are written in.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "./canonical-json.ts";
import { etagOf, expectedVersionOf } from "./etag.ts";
import { csvCell, exportFormatOf } from "./export.ts";
import { createRefs, refSchema } from "./ids.ts";
import { pageOf } from "./list.ts";
import { redact } from "./log.ts";
import { traceOf, traceparentOf } from "./trace.ts";

describe("a ref", () => {
  const newRef = createRefs({ now: () => new Date("2026-11-21T00:00:00Z") });

  it("is new each time and sorts by its moment", () => {
    const later = createRefs({ now: () => new Date("2026-11-21T00:00:01Z") });
    expect(newRef()).not.toBe(newRef());
    expect(newRef() < later()).toBe(true);
    expect(refSchema.safeParse(newRef()).success).toBe(true);
  });

  it("is taken in either case and shown in one", () => {
    const ref = newRef();
    expect(refSchema.parse(ref.toLowerCase())).toBe(ref);
  });

  it.each([
    "",
    "x",
    "81JD3Z8K4M6N7P8Q9R0S1T2V3W",
    "01JD3Z8K4M6N7P8Q9R0S1T2V3I",
    "0193b3a4-3f5e-7c1a-9d0e-2b6f1a2c3d4e",
  ])("is not %j", (text) => {
    expect(refSchema.safeParse(text).success).toBe(false);
  });
});

describe("If-Match", () => {
  it("names a version, any version, or none that ever was", () => {
    expect(expectedVersionOf(etagOf(7))).toBe("7");
    expect(expectedVersionOf("*")).toBeNull();
    for (const strange of ['W/"7"', "7", '"7", "8"', '"x"', '"007"', '"0"', ""])
      expect(expectedVersionOf(strange)).toBe("0");
  });

  it("is required", () => {
    expect(() => expectedVersionOf(undefined)).toThrow(
      expect.objectContaining({ code: "precondition_required" }),
    );
  });
});

describe("a trace", () => {
  const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";

  it("goes on in a span of its own", () => {
    const trace = traceOf(`00-${traceId}-00f067aa0ba902b7-00`);
    expect(trace).toMatchObject({ traceId, flags: "00" });
    expect(trace.spanId).not.toBe("00f067aa0ba902b7");
    expect(traceparentOf(trace)).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-00$`));
  });

  it.each([
    undefined,
    "",
    "00-x",
    `00-${"0".repeat(32)}-00f067aa0ba902b7-01`,
    `00-${traceId}-${"0".repeat(16)}-01`,
    `ff-${traceId}-00f067aa0ba902b7-01`,
  ])("begins anew after %j", (header) => {
    expect(traceOf(header).traceId).toMatch(/^(?!4bf9)[0-9a-f]{32}$/);
  });
});

describe("a CSV cell", () => {
  it.each([
    ["=1+1", "'=1+1"],
    ["+SUM(A1)", "'+SUM(A1)"],
    ["@cmd", "'@cmd"],
    ["-2+3", "'-2+3"],
    ["\tx", "'\tx"],
    ["-15.50", "-15.50"],
    ["+5", "+5"],
    ["15000", "15000"],
    [null, ""],
    [true, "true"],
    ['say "hi", all', '"say ""hi"", all"'],
    ["two\nlines", '"two\nlines"'],
  ])("writes %j as %j", (value, text) => {
    expect(csvCell(value)).toBe(text);
  });

  it("is asked for by Accept", () => {
    expect(exportFormatOf("text/csv")).toBe("csv");
    expect(exportFormatOf("application/x-ndjson, */*")).toBe("ndjson");
    expect(exportFormatOf("application/json")).toBeNull();
    expect(exportFormatOf(undefined)).toBeNull();
  });
});

describe("a page", () => {
  it("knows that another follows without counting", () => {
    expect(pageOf([1, 2, 3], 2, String)).toEqual({ rows: [1, 2], nextCursor: "2" });
    expect(pageOf([1, 2], 2, String)).toEqual({ rows: [1, 2], nextCursor: null });
    expect(pageOf([], 2, String)).toEqual({ rows: [], nextCursor: null });
  });
});

describe("canonical JSON", () => {
  it("is one text for one value, however its fields were ordered", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).toReversed());
        expect(canonicalJson(turned)).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it("keeps the order of lists", () => {
    expect(canonicalJson({ b: [2, 1], a: { d: 1, c: 2 } })).toBe('{"a":{"c":2,"d":1},"b":[2,1]}');
  });
});

describe("the log", () => {
  it("redacts by name, at any depth", () => {
    expect(
      redact({
        authorization: "x",
        user: { email: "a@b.co", passwordHash: "y" },
        list: [{ token: "z" }],
        status: 200,
      }),
    ).toEqual({
      authorization: "[redacted]",
      user: { email: "[redacted]", passwordHash: "[redacted]" },
      list: [{ token: "[redacted]" }],
      status: 200,
    });
  });

  it.each([
    ["key saku_test_abcdefghijklmnopqrstuvwxyz012345 used", "key [redacted] used"],
    ["postgres://saku_app:secret@host/db is away", "[redacted] is away"],
    ["Bearer abc.def", "[redacted]"],
    ["jwt eyJhbGciOi.eyJzdWIi.sig", "jwt [redacted]"],
    ["mail to budi@example.co.id now", "mail to [redacted] now"],
    [`/v1/speech/${"0a".repeat(32)}.mi3x9k2p.${"b_-C".repeat(6)}`, "/v1/speech/[redacted]"],
    [`link ovl_${"a-_B".repeat(11)} ended`, "link [redacted] ended"],
    [`dw_${"x".repeat(24)} or whsec_${"Zm9v".repeat(11)}=`, "[redacted] or [redacted]"],
  ])("redacts by shape: %s", (text, shown) => {
    expect(redact({ note: text })).toEqual({ note: shown });
  });

  it("writes moments and large numbers as text", () => {
    expect(redact({ at: new Date(0), amount: 2n ** 70n, mapping: "kept" })).toEqual({
      at: "1970-01-01T00:00:00.000Z",
      amount: "1180591620717411303424",
      mapping: "kept",
    });
  });
});
