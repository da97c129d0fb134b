// `npm run verify`: recounts everything that the database holds and names what is wrong. Exit code 1 when anything is.
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import type pg from "pg";
import {
  type Fault,
  faultCountNames,
  faultMeanings,
  type Integrity,
} from "../src/ledger/integrity.ts";
import { verifyBooks } from "../src/ledger/verify-books.ts";
import { withOwner } from "./migrations/connection.ts";
import { isRefusal, refusal, targetOf } from "./migrations/index.ts";

const usage = `Recounts the books: journals, entries, balances, holds, transactions and events. Changes nothing.

  npm run verify -- [--database-url URL]

  --database-url URL  the owner's or the application's URL; otherwise DATABASE_URL, otherwise the running local stack
  --help              this text

The exit code is 1 when something is wrong, and what it is stands in the report.`;

async function run(words: string[]): Promise<number> {
  const { values } = argumentsOf(words);
  if (values.help === true) {
    console.log(usage);
    return 0;
  }
  const stateFolder = resolve(process.env.SAKU_STATE || ".saku");
  const target = targetOf(values["database-url"] ?? process.env.DATABASE_URL, stateFolder);
  const integrity = await withOwner(target.ownerUrl, (client) =>
    verifyBooks({ call: (name, given) => callOver(client, name, given) }),
  );
  for (const line of reportOf(integrity)) console.log(line);
  return integrity.ok ? 0 : 1;
}

function argumentsOf(words: string[]) {
  try {
    return parseArgs({
      args: words,
      options: { "database-url": { type: "string" }, help: { type: "boolean", short: "h" } },
    });
  } catch (error) {
    throw refusal(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}

async function callOver(client: pg.Client, name: string, values: readonly unknown[]) {
  const places = values.map((_value, index) => `$${index + 1}`).join(", ");
  const { rows } = await client.query<{ reply: unknown }>(`select ${name}(${places}) as reply`, [
    ...values,
  ]);
  return rows[0]?.reply;
}

function reportOf(integrity: Integrity): string[] {
  const { accounts, entries, journals, transactions } = integrity;
  const read = [
    `Recounted at ${integrity.checked_at}:`,
    `${counted(accounts, "account")}, ${counted(entries, "entry", "entries")} in ${counted(journals, "journal")},`,
    `${counted(transactions, "transaction")}.`,
  ].join(" ");
  if (integrity.ok) return [read, "The books are right."];
  const found = faultCountNames
    .filter((name) => integrity[name] > 0)
    .map((name) => `  ${name.replaceAll("_", " ")}: ${integrity[name]}`);
  return [
    read,
    "The books are wrong:",
    ...found,
    "For example:",
    ...integrity.faults.map((fault) => `  - ${placeOf(fault)}: ${faultMeanings[fault.fault]}`),
  ];
}

function placeOf({ account_ref, stripe, version, journal_ref, transaction_ref }: Fault): string {
  const parts = [
    account_ref && `account ${account_ref}`,
    stripe && `stripe ${stripe}`,
    version && `entry ${version}`,
    journal_ref && `journal ${journal_ref}`,
    transaction_ref && `transaction ${transaction_ref}`,
  ];
  return parts.filter(Boolean).join(", ");
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  // Anything but a refusal is a fault in the verifier, whose stack trace is wanted.
  console.error(isRefusal(error) ? error.message : error);
  process.exitCode = 1;
}
