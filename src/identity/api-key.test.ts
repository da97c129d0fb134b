import { expect, it } from "vitest";
import { apiKeyModeOf, hashOfApiKey, makeApiKey, readApiKeyMode } from "./api-key.ts";

it("makes live keys in production and test keys everywhere else", () => {
  expect(apiKeyModeOf("production")).toBe("live");
  expect(["development", "test", "preview"].map(apiKeyModeOf)).toEqual(["test", "test", "test"]);
});

it("reads the mode of a key that is whole", () => {
  expect(readApiKeyMode(makeApiKey("live").key)).toBe("live");
  expect(readApiKeyMode(makeApiKey("test").key)).toBe("test");
});

it("sees one wrong character, wherever it is", () => {
  const { key } = makeApiKey("test");
  const wrong = [...key].map((sign, place) => {
    const other = sign === "7" ? "8" : "7";
    return `${key.slice(0, place)}${other}${key.slice(place + 1)}`;
  });
  expect(wrong.map(readApiKeyMode).filter((mode) => mode !== null)).toEqual([]);
});

it("keeps a hash that tells two keys apart and nothing of either", () => {
  const [one, other] = [makeApiKey("test").key, makeApiKey("test").key];
  expect(hashOfApiKey(one)).toMatch(/^[0-9a-f]{64}$/);
  expect(hashOfApiKey(one)).toBe(hashOfApiKey(one));
  expect(hashOfApiKey(one)).not.toBe(hashOfApiKey(other));
});
