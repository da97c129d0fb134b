import { randomBytes } from "node:crypto";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import {
  grantAppLogin,
  isRefusal,
  type MigrationOptions,
  migrateUp,
  migrationStatus,
  refusal,
  type Target,
  targetOf,
  verifyMigrations,
} from "./migrations/index.ts";

const usage = `Brings a database to what the files in migrations/ say.

  npm run migrate -- up         apply what is pending
  npm run migrate -- status     show what is applied, pending or changed
  npm run migrate -- verify     list every deviation; exit code 1 when there is one
  npm run migrate -- app-login  give saku_app a password and print the Worker's DATABASE_URL, once

  --database-url URL  the owner's URL; otherwise DATABASE_URL, otherwise the running local stack
  --folder PATH       another migrations folder
  --help              this text

app-login takes the password from APP_ROLE_PASSWORD, or makes one.`;

const passwordBytes = 32;

type Command = (target: Target, options: MigrationOptions) => Promise<number>;

const commands = new Map<string, Command>([
  ["up", up],
  ["status", status],
  ["verify", verify],
  ["app-login", appLogin],
]);

async function up({ ownerUrl }: Target, options: MigrationOptions): Promise<number> {
  const { files, functions, dropped } = await migrateUp(ownerUrl, { ...options, report: print });
  const isCurrent = files.length + functions.length + dropped.length === 0;
  print(
    isCurrent
      ? "Nothing to do: the database is current."
      : `Done: ${files.length} files and ${functions.length} functions applied, ${dropped.length} dropped.`,
  );
  return 0;
}

async function status({ ownerUrl }: Target, options: MigrationOptions): Promise<number> {
  const { files, functions, faults, summary } = await migrationStatus(ownerUrl, options);
  const rows = [...files, ...functions];
  const width = Math.max(0, ...rows.map(({ name }) => name.length));
  for (const { name, state, appliedAt } of rows) {
    print(`${name.padEnd(width)}  ${state.padEnd(8)}  ${appliedAt?.toISOString() ?? ""}`.trimEnd());
  }
  for (const fault of faults) print(fault);
  print(summary);
  return 0;
}

async function verify({ ownerUrl }: Target, options: MigrationOptions): Promise<number> {
  const { deviations } = await verifyMigrations(ownerUrl, options);
  for (const deviation of deviations) print(`- ${deviation}`);
  const count = deviations.length === 1 ? "1 deviation" : `${deviations.length} deviations`;
  print(deviations.length === 0 ? "The database is what the files say." : `${count}.`);
  return deviations.length === 0 ? 0 : 1;
}

async function appLogin({ ownerUrl, isEmbedded }: Target): Promise<number> {
  if (isEmbedded) {
    throw refusal(
      "The local stack keeps the password of saku_app itself: set DATABASE_URL to the database of a deployment.",
    );
  }
  const password =
    process.env.APP_ROLE_PASSWORD || randomBytes(passwordBytes).toString("base64url");
  await grantAppLogin(ownerUrl, password);
  const url = new URL(ownerUrl);
  url.username = "saku_app";
  url.password = encodeURIComponent(password);
  print("saku_app may log in. This is shown once; it is the Worker's DATABASE_URL:");
  print(url.href);
  return 0;
}

async function run(words: string[]): Promise<number> {
  const { values, positionals } = argumentsOf(words);
  if (values.help === true) {
    print(usage);
    return 0;
  }
  const [name, ...others] = positionals;
  const command = commands.get(name ?? "");
  if (command === undefined || others.length > 0) {
    const fault =
      name === undefined ? "Say what to do." : `There is no command "${positionals.join(" ")}".`;
    throw refusal(`${fault}\n\n${usage}`);
  }
  const stateFolder = resolve(process.env.SAKU_STATE || ".saku");
  const target = targetOf(values["database-url"] ?? process.env.DATABASE_URL, stateFolder);
  return command(target, values.folder === undefined ? {} : { folder: values.folder });
}

function argumentsOf(words: string[]) {
  try {
    return parseArgs({
      args: words,
      allowPositionals: true,
      options: {
        "database-url": { type: "string" },
        folder: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw refusal(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}

function print(line: string): void {
  console.log(line);
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  // Anything but a refusal is a fault in the runner, whose stack trace is wanted.
  console.error(isRefusal(error) ? error.message : error);
  process.exitCode = 1;
}
