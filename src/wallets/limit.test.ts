import { expect, it } from "vitest";
import { timeZoneSchema } from "./limit.ts";

it.each([
  "UTC",
  "Asia/Jakarta",
  "Asia/Kolkata",
  "Africa/Dar_es_Salaam",
  "America/Port-au-Prince",
  "America/Argentina/Buenos_Aires",
])("takes %s for a time zone", (name) => {
  expect(timeZoneSchema.safeParse(name).success).toBe(true);
});

it.each([
  "GMT+7",
  "+07:00",
  "UTC+7",
  "Etc/GMT+7",
  "EST5EDT",
  "EST",
  "WIB",
  "asia/jakarta",
  "Asia/Jakarta7",
  "Asia/",
  "",
])("takes %j for none, and says what one looks like", (name) => {
  const parsed = timeZoneSchema.safeParse(name);
  expect(parsed.error?.issues[0]?.message).toContain("Asia/Jakarta");
});
