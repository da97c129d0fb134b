import { expect, it } from "vitest";
import { askedMomentSchema } from "./moment.ts";

it.each([
  ["2026-11-21T08:16:30+07:00", "2026-11-21T01:16:30.000Z"],
  ["2026-11-21T01:16:30.123999Z", "2026-11-21T01:16:30.123Z"],
  ["1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z"],
])("understands %s as %s", (asked, moment) => {
  expect(askedMomentSchema.parse(asked)).toBe(moment);
});

it.each([
  "2026-11-21",
  "2026-11-21T08:16:30",
  "2026-02-30T00:00:00Z",
  "0000-01-01T00:00:00Z",
  "9999-12-31T23:59:59-01:00",
  "now",
  "",
])("does not take %j for a moment", (asked) => {
  expect(askedMomentSchema.safeParse(asked).success).toBe(false);
});
