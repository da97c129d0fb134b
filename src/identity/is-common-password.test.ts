import { expect, it } from "vitest";
import { isCommonPassword } from "./is-common-password.ts";

it.each([
  "passwordpassword",
  "p.a.s.s.w.o.r.d.1",
  "PASSWORD!PASSWORD",
  "2024Password2024",
  "hunter2hunter2",
  "zxcvbnmasdfghjkl",
  "1qaz2wsx3edc",
  "abcdefghijklm",
  "121212121212",
  "asdasdasdasd",
  "l0v3y0uf0r3v3r",
  "jakarta-bandung-1999",
])("knows %s", (password) => {
  expect(isCommonPassword(password)).toBe(true);
});

it.each(["123qweasdzxc", "Q1W2E3R4T5Y6", "mailcreated5240", "everybodylies", "eveningcucumber"])(
  "knows %s, which is among the three thousand most used",
  (password) => {
    expect(isCommonPassword(password)).toBe(true);
  },
);

it.each([
  "kopi susu tanpa gula",
  "Tr4ktor di sawah biru",
  "xK9#mQ2$vL5@nR8",
  "381957204618",
  "^&*(){}[]<>;:",
  "ひみつのことばはながいほうがよい",
  "passionfruit on a raft",
])("does not know %s", (password) => {
  expect(isCommonPassword(password)).toBe(false);
});

it("answers at once for the longest password that there may be", () => {
  for (const text of ["love".repeat(256), "a1".repeat(512), "abc".repeat(341), "1".repeat(1_024)]) {
    expect(typeof isCommonPassword(text)).toBe("boolean");
  }
  expect(isCommonPassword(`${"love".repeat(252)}qzxkvwpj`)).toBe(false);
});
