import { expect, it } from "vitest";
import { emailSchema } from "./email-address.ts";

it.each([
  ["Ayu@Example.COM", "ayu@example.com"],
  ["  ayu@example.com ", "ayu@example.com"],
  ["ayu+shop@example.com", "ayu+shop@example.com"],
  ["ａｙｕ@example.com", "ayu@example.com"],
  ["o'brien_1%x@mail.example.co.id", "o'brien_1%x@mail.example.co.id"],
])("reads %s as %s", (typed, norm) => {
  expect(emailSchema.parse(typed).norm).toBe(norm);
});

it.each([
  "",
  "ayu",
  "ayu@",
  "@example.com",
  "ayu@example",
  "ayu@@example.com",
  "a yu@example.com",
  "ayu@example..com",
  "ayu@-example.com",
  "ayu@example.com\r\nBcc: other@example.com",
  // The first letter is Cyrillic, and looks like a Latin a.
  "аyu@example.com",
  "ayu@exаmple.com",
  `${"a".repeat(65)}@example.com`,
  `ayu@${"a".repeat(250)}.com`,
])("refuses %j", (typed) => {
  expect(emailSchema.safeParse(typed).success).toBe(false);
});
