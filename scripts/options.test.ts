import { expect, it } from "vitest";
import { decimalNumber, flag, pattern, readOptions, usageOf, wholeNumber } from "./options.ts";

const options = {
  clients: wholeNumber("how many at once", { least: 1, most: 64, otherwise: 16 }),
  minutes: decimalNumber("how long", { least: 0.1, most: 100, otherwise: 1 }),
  seed: wholeNumber("of chance", { least: 0, most: 100, otherwise: null }),
  million: flag("also a million"),
  only: pattern("only these"),
};
const read = (...words: string[]) => readOptions(options, words);

it("takes what is given, and its own measure for the rest", () => {
  expect(read()).toEqual({
    kind: "values",
    values: { clients: 16, minutes: 1, seed: null, million: false, only: /^/ },
  });
  expect(read("--clients", "64", "--minutes=0.5", "--million", "--only", "^a|b$")).toEqual({
    kind: "values",
    values: { clients: 64, minutes: 0.5, seed: null, million: true, only: /^a|b$/ },
  });
});

it.each([
  [
    "an unknown option",
    ["--client", "3"],
    ["There is no option --client.", '"3" stands behind no option.'],
  ],
  ["a name that every object has", ["--constructor"], ["There is no option --constructor."]],
  [
    "a number in words",
    ["--clients", "many"],
    ['--clients takes a whole number from 1 to 64, and not "many".'],
  ],
  [
    "a number of another form",
    ["--clients", "1e1"],
    ['--clients takes a whole number from 1 to 64, and not "1e1".'],
  ],
  [
    "half a client",
    ["--clients", "1.5"],
    ['--clients takes a whole number from 1 to 64, and not "1.5".'],
  ],
  ["too many", ["--clients=65"], ['--clients takes a whole number from 1 to 64, and not "65".']],
  [
    "no time at all",
    ["--minutes", "0"],
    ['--minutes takes a number from 0.1 to 100, and not "0".'],
  ],
  ["a value that is missing", ["--clients"], ["--clients needs a whole number from 1 to 64."]],
  [
    "an option where a value is missing",
    ["--clients", "--million"],
    ['--clients takes a whole number from 1 to 64, and not "--million".'],
  ],
  ["a value for a flag", ["--million=yes"], ['--million takes no value, and not "yes".']],
  ["what is no expression", ["--only", "("], ['--only takes a regular expression, and not "(".']],
  ["words without a name", ["20"], ['"20" stands behind no option.']],
])("names %s", (_name, words, faults) => {
  expect(read(...words)).toEqual({ kind: "faults", faults });
});

it("explains itself instead, when asked among other things", () => {
  expect(read("--clients", "3", "--help")).toEqual({ kind: "help" });
  expect(read("-h")).toEqual({ kind: "help" });
  expect(usageOf("try", "Tries it.", options).split("\n")).toEqual([
    "Tries it.",
    "",
    "  npm run try -- [--clients N] [--minutes N] [--seed N] [--million] [--only REGEX]",
    "",
    "  --clients N   how many at once (16)",
    "  --minutes N   how long (1)",
    "  --seed N      of chance",
    "  --million     also a million",
    "  --only REGEX  only these",
    "  --help        this text",
  ]);
});
