import { expect, it } from "vitest";
import { cronsOf, isCronDue } from "./cron.ts";

// A Saturday.
const at = (time: string) => new Date(`2026-11-21T${time}:30Z`);

it.each([
  ["* * * * *", "13:07", true],
  ["*/5 * * * *", "13:05", true],
  ["*/5 * * * *", "13:07", false],
  ["7,9 13 * * *", "13:09", true],
  ["7,9 14 * * *", "13:09", false],
  ["10-20/5 * * * *", "13:15", true],
  ["10-20/5 * * * *", "13:25", false],
  ["5/10 * * * *", "13:55", true],
  ["0 0 21 11 *", "00:00", true],
  ["0 0 21 12 *", "00:00", false],
  ["0 0 * * 7", "00:00", true],
  ["0 0 * * 6", "00:00", false],
  ["0 0 1 * 7", "00:00", true],
  ["0 0 1 * *", "00:00", false],
])("%s at %s is due: %s", (expression, time, isDue) => {
  expect(isCronDue(expression, at(time))).toBe(isDue);
});

it("counts the days of the week from Sunday = 1, as Cloudflare does", () => {
  const sunday = new Date("2026-11-22T00:00:00Z");
  expect(isCronDue("0 0 * * 1", sunday)).toBe(true);
  expect(isCronDue("0 0 * * 7", sunday)).toBe(false);
});

it.each([
  "* * * *",
  "60 * * * *",
  "* 24 * * *",
  "*/0 * * * *",
  "5-1 * * * *",
  "* * L * *",
  "x * * * *",
])("refuses %s by name", (expression) => {
  expect(() => isCronDue(expression, at("00:00"))).toThrow(`"${expression}"`);
});

it("reads the triggers of the deployment that has no environment", () => {
  const toml = `
name = "saku"
[triggers]
# Every one is a line of src/schedules.ts.
crons = [
  "*/5 * * * *",
  # "1 1 1 1 1",
  '0 17 * * 1',
]
[env.production.triggers]
crons = ["0 0 * * *"]
`;
  expect(cronsOf(toml)).toEqual(["*/5 * * * *", "0 17 * * 1"]);
  expect(cronsOf('name = "saku"\n')).toEqual([]);
});
