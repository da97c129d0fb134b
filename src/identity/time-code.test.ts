import { expect, it } from "vitest";
import { base32Of, matchingStep, otpauthUrlOf, stepOf, timeCode } from "./time-code.ts";

// RFC 6238, appendix B: the secret of its SHA-1 examples, with the last six of their eight digits.
const secret = Buffer.from("12345678901234567890");

it.each([
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_111_111_111, "050471"],
  [1_234_567_890, "005924"],
  [2_000_000_000, "279037"],
  [20_000_000_000, "353130"],
])("shows at second %i what RFC 6238 says: %s", (seconds, code) => {
  const moment = new Date(seconds * 1_000);
  expect(timeCode(secret, stepOf(moment))).toBe(code);
  expect(matchingStep(secret, code, moment)).toBe(stepOf(moment));
});

it("takes a code one step early or late, and none that is further away, cut or no number", () => {
  const moment = new Date(1_234_567_890_000);
  const at = (steps: number) => timeCode(secret, stepOf(moment) + steps);
  expect([-1, 0, 1].map((steps) => matchingStep(secret, at(steps), moment))).toEqual(
    [-1, 0, 1].map((steps) => stepOf(moment) + steps),
  );
  for (const code of [at(2), at(-2), at(0).slice(1), `${at(0)}0`, "", "abcdef"]) {
    expect(matchingStep(secret, code, moment)).toBeNull();
  }
});

it("spells a secret as RFC 4648 does, and names the account to the app", () => {
  expect(base32Of(Buffer.from("foobar"))).toBe("MZXW6YTBOI");
  expect(base32Of(secret)).toBe("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  expect(otpauthUrlOf(secret, "a&b")).toBe(
    "otpauth://totp/Saku:a%26b?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Saku&algorithm=SHA1&digits=6&period=30",
  );
});
