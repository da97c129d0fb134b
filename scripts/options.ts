// The options of the commands that run for minutes: what is wrong with them is said before anything starts.
import { parseArgs } from "node:util";

export type Option<Value> = {
  /** What stands behind the name in the usage, such as N. A flag has none. */
  readonly word: string | null;
  readonly meaning: string;
  readonly otherwise: Value;
  /** Undefined when the text cannot be meant. A flag is given no text. */
  readonly read: (text: string) => Value | undefined;
  readonly expected: string;
};

type Table = Readonly<Record<string, Option<unknown>>>;
export type ValuesOf<Options extends Table> = {
  readonly [Name in keyof Options]: Options[Name] extends Option<infer Value> ? Value : never;
};
export type Reading<Options extends Table> =
  | { readonly kind: "values"; readonly values: ValuesOf<Options> }
  | { readonly kind: "help" }
  | { readonly kind: "faults"; readonly faults: readonly string[] };

type Range<Otherwise> = {
  readonly least: number;
  readonly most: number;
  readonly otherwise: Otherwise;
};

export function wholeNumber<Otherwise extends number | null>(
  meaning: string,
  range: Range<Otherwise>,
): Option<number | Otherwise> {
  return { ...numberIn(range, /^\d{1,10}$/), meaning, expected: `a whole number ${spanOf(range)}` };
}

export function decimalNumber<Otherwise extends number | null>(
  meaning: string,
  range: Range<Otherwise>,
): Option<number | Otherwise> {
  const form = /^\d{1,10}(\.\d{1,6})?$/;
  return { ...numberIn(range, form), meaning, expected: `a number ${spanOf(range)}` };
}

function numberIn<Otherwise>({ least, most, otherwise }: Range<Otherwise>, form: RegExp) {
  const read = (text: string) => {
    const value = Number(text);
    return form.test(text) && value >= least && value <= most ? value : undefined;
  };
  return { word: "N", otherwise, read };
}

function spanOf({ least, most }: Range<unknown>): string {
  return `from ${least} to ${most}`;
}

export function flag(meaning: string): Option<boolean> {
  return { word: null, meaning, otherwise: false, read: () => true, expected: "no value" };
}

export function pattern(meaning: string): Option<RegExp> {
  const read = (text: string) => {
    try {
      return new RegExp(text);
    } catch {
      return undefined;
    }
  };
  return { word: "REGEX", meaning, otherwise: /^/, read, expected: "a regular expression" };
}

/** Reads the words behind a command, and names everything that is wrong with them. */
export function readOptions<Options extends Table>(
  options: Options,
  words: readonly string[],
): Reading<Options> {
  const known = Object.entries(options).map(
    ([name, { word }]) => [name, { type: word === null ? "boolean" : "string" }] as const,
  );
  const { tokens } = parseArgs({
    args: [...words],
    options: { ...Object.fromEntries(known), help: { type: "boolean", short: "h" } },
    // Its own complaints are about how to write a program, so they are not asked for.
    strict: false,
    tokens: true,
  });
  const given = new Map<string, unknown>(
    Object.entries(options).map(([name, { otherwise }]) => [name, otherwise]),
  );
  const faults: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") faults.push(`"${token.value}" stands behind no option.`);
    if (token.kind !== "option") continue;
    if (token.name === "help") return { kind: "help" };
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    const value = option && valueIn(option, token.value);
    if (value === undefined) faults.push(faultOf(token.rawName, option, token.value));
    given.set(token.name, value);
  }
  if (faults.length > 0) return { kind: "faults", faults };
  return { kind: "values", values: Object.fromEntries(given) as ValuesOf<Options> };
}

function valueIn({ word, read }: Option<unknown>, text: string | undefined): unknown {
  if (word === null) return text === undefined ? read("") : undefined;
  return text === undefined ? undefined : read(text);
}

function faultOf(
  name: string,
  option: Option<unknown> | undefined,
  text: string | undefined,
): string {
  if (!option) return `There is no option ${name}.`;
  const { expected } = option;
  return text === undefined
    ? `${name} needs ${expected}.`
    : `${name} takes ${expected}, and not "${text}".`;
}

/** What a command does and which options it has. */
export function usageOf(command: string, purpose: string, options: Table): string {
  const rows = Object.entries(options).map(([name, { word, meaning, otherwise }]) => {
    const isShown = typeof otherwise === "number";
    return [nameOf(name, word), isShown ? `${meaning} (${otherwise})` : meaning] as const;
  });
  rows.push(["--help", "this text"]);
  const width = Math.max(...rows.map(([name]) => name.length)) + 2;
  const lines = rows.map(([name, meaning]) => `  ${name.padEnd(width)}${meaning}`);
  const all = Object.entries(options).map(([name, { word }]) => `[${nameOf(name, word)}]`);
  return `${purpose}\n\n  npm run ${command} -- ${all.join(" ")}\n\n${lines.join("\n")}`;
}

function nameOf(name: string, word: string | null): string {
  return word === null ? `--${name}` : `--${name} ${word}`;
}

/** The options of this process. Ends it when they are wrong, or when only the usage was asked for. */
export function optionsOrExit<Options extends Table>(
  command: string,
  purpose: string,
  options: Options,
): ValuesOf<Options> {
  const reading = readOptions(options, process.argv.slice(2));
  if (reading.kind === "values") return reading.values;
  const usage = usageOf(command, purpose, options);
  if (reading.kind === "help") {
    console.log(usage);
    process.exit(0);
  }
  console.error(`${reading.faults.join("\n")}\n\n${usage}`);
  process.exit(2);
}
