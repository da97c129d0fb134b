import fc from "fast-check";
import { expect, it } from "vitest";
import { newChain, newCommand, refsOf } from "../../test/support/lane-port.ts";
import { type LaneAnswer, readAnswers, writeAnswers } from "./lane-answer.ts";
import { packUnit, readUnits, writeUnits } from "./packed-unit.ts";

it("carries every word of a command to its lane, whatever letters it is made of", () => {
  const words = fc.string({ unit: "grapheme", maxLength: 40 });
  const oddities = fc.constantFrom("\n", "\t", "\r\n", '"', "\\", "\u2028", "],[", "\u0000");
  const texts = fc
    .array(fc.oneof(words, oddities), { maxLength: 6 })
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(fc.array(fc.array(texts, { minLength: 1, maxLength: 3 })), (descriptions) => {
      const units = descriptions.map((each) =>
        each.map((description) => newCommand({ description, reference: description })),
      );
      const read = readUnits(writeUnits(units.map(packUnit)));
      expect(read.map(({ text }) => JSON.parse(`[${text}]`))).toEqual(units);
      expect(read.map(({ refs }) => refs)).toEqual(units.map(refsOf));
    }),
  );
});

it("tells when the promises of a unit run out, and only those", () => {
  const expires_at = "2026-11-21T10:00:00.000Z";
  const unit = [
    newCommand({ is_hold: true, expires_at }),
    newCommand({ is_hold: true }),
    newCommand(),
  ];
  expect(packUnit(unit).expiries).toEqual([expires_at, null, null]);
});

it("gives two chains of one name a name each", () => {
  const chains = [newChain(2, "a"), newChain(2, "a")].map((chain) => packUnit(chain));
  const names = chains.map(({ text }) =>
    JSON.parse(`[${text}]`).map(({ chain }: { readonly chain: string }) => chain),
  );
  expect(names).toEqual(chains.map(({ refs: [first] }) => [first, first]));
});

it("carries every answer back as it was given", () => {
  const answers: LaneAnswer[] = [
    { kind: "replies", replies: ['{"transaction_ref":"A"}', '{"code":"x\\ty"}'] },
    { kind: "busy" },
    { kind: "unknown" },
    { kind: "failed", state: "22003" },
    { kind: "failed", state: "" },
  ];
  expect(readAnswers(writeAnswers(answers))).toEqual(answers);
});
