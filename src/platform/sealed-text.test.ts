import { expect, it } from "vitest";
import { openText, sealText } from "./sealed-text.ts";

const secret = "a key encryption key of some length";

it("opens what it sealed, and seals the same text differently each time", () => {
  const sealed = sealText(secret, "row 1", "the text: é 😀");
  expect(openText(secret, "row 1", sealed)).toBe("the text: é 😀");
  expect(sealText(secret, "row 1", "the text: é 😀")).not.toBe(sealed);
  expect(Buffer.from(sealed, "base64url").toString("latin1")).not.toContain("text");
});

it("opens nothing with another secret, for another thing, or that was altered", () => {
  const sealed = sealText(secret, "row 1", "the text");
  const altered = Buffer.from(sealed, "base64url");
  altered[altered.length - 1] = (altered.at(-1) ?? 0) ^ 1;
  expect(() => openText(`${secret}!`, "row 1", sealed)).toThrow();
  expect(() => openText(secret, "row 2", sealed)).toThrow();
  expect(() => openText(secret, "row 1", altered.toString("base64url"))).toThrow();
  // A tag that was cut short would be guessed sooner.
  expect(() => openText(secret, "row 1", sealed.slice(0, 30))).toThrow();
  expect(() => openText(secret, "row 1", "")).toThrow();
});
