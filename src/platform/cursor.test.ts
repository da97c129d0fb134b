import { expect, it } from "vitest";
import { createCursors } from "./cursor.ts";

const cursors = createCursors("one secret that is long enough for it");
const filters = { status: "ACTIVE", owner: "É" };
const refused = (code: string) => expect.objectContaining({ code });
const opening = (cursor: string) => () => cursors.open("wallets", filters, cursor);

it("opens where it was sealed, under the same filters in any order", () => {
  const cursor = cursors.seal("wallets", filters, "01JD3Z8K4M6N7P8Q9R0S1T2V3W");
  expect(cursors.open("wallets", { owner: "É", status: "ACTIVE" }, cursor)).toBe(
    "01JD3Z8K4M6N7P8Q9R0S1T2V3W",
  );
  expect(cursor).toMatch(/^[\w-]+$/);
});

it("is nothing when there is none", () => {
  expect(cursors.open("wallets", filters, undefined)).toBeNull();
});

it("refuses another list and other filters", () => {
  const cursor = cursors.seal("wallets", filters, "x");
  expect(() => cursors.open("accounts", filters, cursor)).toThrow(
    refused("cursor_filters_changed"),
  );
  expect(() => cursors.open("wallets", {}, cursor)).toThrow(refused("cursor_filters_changed"));
});

it("refuses what was altered, cut, made up or sealed with another secret", () => {
  const cursor = cursors.seal("wallets", filters, "x");
  const altered = cursor.slice(0, 30) + (cursor[30] === "A" ? "B" : "A") + cursor.slice(31);
  const foreign = createCursors("another secret, as long as the first").seal(
    "wallets",
    filters,
    "x",
  );
  for (const forged of [
    "",
    "A",
    "not a cursor",
    altered,
    cursor.slice(0, -4),
    foreign,
    `${cursor}AAAA`,
  ]) {
    expect(opening(forged)).toThrow(refused("cursor_invalid"));
  }
});
