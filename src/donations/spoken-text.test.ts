import fc from "fast-check";
import { expect, it } from "vitest";
import { spokenText } from "./spoken-text.ts";

it.each([
  ["Semangat ya, Kak! 🔥🔥", "Semangat ya, Kak!"],
  ["haaaaaaaaaaloooooo", "haaalooo"],
  ["wkwk wkwk wkwk wkwk wkwk", "wkwk wkwk wkwk"],
  ["<script>alert(1)</script>", "script alert 1 script"],
  ["Rp1000000 mantap", "Rp1000000 mantap"],
  ["🔥", ""],
])("says of %j what can be said: %j", (message, spoken) => {
  expect(spokenText(message, 300)).toBe(spoken);
});

it("is never longer than it may be, and is cut between words where it can", () => {
  expect(spokenText("satu dua tiga empat", 14)).toBe("satu dua tiga");
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 0, max: 50 }), (message, most) => {
      expect([...spokenText(message, most)].length).toBeLessThanOrEqual(most);
    }),
  );
});
