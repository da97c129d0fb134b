import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { contextNames } from "./contexts.ts";
import { refusal } from "./refusal.ts";
import { statementsOf } from "./sql-text.ts";

/** A numbered file: tables, roles and grants, applied once and never changed afterwards. */
export type NumberedFile = {
  readonly name: string;
  readonly text: string;
  readonly checksum: string;
};

/** A function file: the present truth about one function, applied again whenever it changes. */
export type FunctionFile = {
  readonly path: string;
  /** The qualified name that the path demands, as `wallets.open_wallet`. */
  readonly functionName: string;
  readonly text: string;
  readonly checksum: string;
};

export type MigrationFolder = {
  readonly numbered: readonly NumberedFile[];
  readonly functions: readonly FunctionFile[];
  /** What is wrong with the files themselves, before any database is asked. */
  readonly faults: readonly string[];
};

const numberedName = /^(\d{4})_([a-z]+)_([a-z0-9_]+)\.sql$/;
const functionFileName = /^[a-z][a-z0-9_]*\.sql$/;
const functionsFolder = "functions";

export function readMigrations(folder: string): MigrationFolder {
  if (!existsSync(folder)) throw refusal(`There is no migrations folder at ${folder}.`);
  const faults: string[] = [];
  const numbered = readNumbered(folder, faults);
  const functions = readFunctions(join(folder, functionsFolder), faults);
  return { numbered, functions, faults };
}

function readNumbered(folder: string, faults: string[]): NumberedFile[] {
  const files: NumberedFile[] = [];
  for (const name of visibleEntries(folder)) {
    if (name === functionsFolder || name.endsWith(".md")) continue;
    const schema = numberedName.exec(name)?.[2];
    if (schema === undefined) {
      faults.push(`${name} has a bad name: numbered files are called NNNN_<schema>_<what>.sql.`);
    } else if (!contextNames.includes(schema)) {
      faults.push(`${name} names the schema "${schema}", which is no context of Saku.`);
    } else {
      files.push({ name, ...read(join(folder, name)) });
    }
  }
  faults.push(...sequenceFaults(files), ...files.flatMap(numberedFaults));
  return files;
}

function sequenceFaults(files: readonly NumberedFile[]): string[] {
  const faults: string[] = [];
  let previous = { number: 0, name: "" };
  for (const { name } of files) {
    const number = Number.parseInt(name, 10);
    if (number === previous.number) {
      faults.push(`${name} has the same number as ${previous.name}: renumber the newer one.`);
    } else if (number !== previous.number + 1) {
      const missing = String(previous.number + 1).padStart(4, "0");
      faults.push(`${name} leaves a gap: there is no file numbered ${missing}.`);
    }
    previous = { number, name };
  }
  return faults;
}

function numberedFaults({ name, text }: NumberedFile): string[] {
  const statements = statementsOf(text).map(({ words }) => words);
  if (statements.length === 0) return [`${name} holds no statement.`];
  return statements.flatMap((words) => {
    if (/^create (or replace )?(function|procedure) /.test(words)) {
      return [`${name} creates a function: functions live in functions/<schema>/<name>.sql.`];
    }
    // The runner's own transaction holds the file together with its bookkeeping row.
    if (
      /^(begin|start transaction|commit|end|rollback|abort|savepoint|prepare trans)\b/.test(words)
    ) {
      return [
        `${name} says ${words.toUpperCase()}: a file is one transaction, which the runner opens.`,
      ];
    }
    return [];
  });
}

function readFunctions(folder: string, faults: string[]): FunctionFile[] {
  if (!existsSync(folder)) return [];
  const files: FunctionFile[] = [];
  for (const schema of visibleEntries(folder)) {
    if (!contextNames.includes(schema)) {
      faults.push(`functions/${schema} is no folder of a context of Saku.`);
      continue;
    }
    for (const name of visibleEntries(join(folder, schema))) {
      if (functionFileName.test(name)) files.push(readFunction(folder, schema, name));
      else
        faults.push(
          `functions/${schema}/${name} has a bad name: use <function>.sql, in lower case.`,
        );
    }
  }
  faults.push(...files.flatMap(functionFaults));
  return files;
}

function readFunction(folder: string, schema: string, name: string): FunctionFile {
  return {
    path: `functions/${schema}/${name}`,
    functionName: `${schema}.${name.replace(/\.sql$/, "")}`,
    ...read(join(folder, schema, name)),
  };
}

const definition = /^create (or replace )?(?:function|procedure) ([^\s(]+)/;
const companions =
  /^(grant|revoke|comment on|alter (function|procedure|routine)|create or replace trigger|create constraint trigger|drop trigger if exists) /;

function functionFaults({ path, functionName, text }: FunctionFile): string[] {
  const statements = statementsOf(text).map(({ words }) => words);
  const definitions = statements.filter((words) => definition.test(words)).length;
  if (definitions !== 1) {
    return [
      `${path} defines ${definitions === 0 ? "no function" : "more than one function"}: it must define ${functionName} and nothing else.`,
    ];
  }
  return statements.flatMap((words) => statementFaults(path, functionName, words));
}

function statementFaults(path: string, functionName: string, words: string): string[] {
  const [defined, orReplace, name] = definition.exec(words) ?? [];
  if (defined !== undefined && name !== functionName) {
    return [`${path} defines ${name}, and by its name must define ${functionName}.`];
  }
  if (defined !== undefined && orReplace === undefined) {
    return [`${path} must say CREATE OR REPLACE, because it is applied again when it changes.`];
  }
  if (defined === undefined && !companions.test(words)) {
    return [
      `${path} may hold only its function with its grants, comment and triggers, not: ${words.slice(0, 60)}`,
    ];
  }
  const isAboutOthers = !words.startsWith("drop trigger") && !words.startsWith("comment on");
  if (isAboutOthers && !words.includes(functionName)) {
    return [`${path} speaks of something else than ${functionName}: ${words.slice(0, 60)}`];
  }
  return [];
}

function visibleEntries(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => !name.startsWith("."))
    .sort();
}

// A checkout on Windows may turn line ends around, which must not look like an edit.
function read(path: string): { text: string; checksum: string } {
  const text = readFileSync(path, "utf8").replaceAll("\r\n", "\n");
  return { text, checksum: createHash("sha256").update(text).digest("hex") };
}
