// `npm run keys`: the keys that access tokens are signed with. It needs the owner's connection and no secret of the Worker:
// the Worker makes the keys itself, and only it can open them.
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import type pg from "pg";
import { withOwner } from "./migrations/connection.ts";
import { isRefusal, refusal, targetOf } from "./migrations/index.ts";

const usage = `Shows and changes the keys that access tokens are signed with.

  npm run keys -- list          show them
  npm run keys -- rotate        let the key that waits sign from now on; tokens of the one before stay valid
  npm run keys -- revoke KID    withdraw a key that has leaked, with every token that it signed

  --database-url URL  the owner's URL; otherwise DATABASE_URL, otherwise the running local stack
  --help              this text

The Worker makes missing keys when it loads them, every five minutes while it is used.`;

// Copies of the published keys are kept for five minutes, by our own instances too.
const publishedAtLeast = "10 minutes";
// Fifteen minutes of a token's life, five in which an instance may still sign with the old key, and a margin.
const stillPublished = "30 minutes";

type Command = (client: pg.Client, kid: string | undefined) => Promise<string[]>;

const commands = new Map<string, Command>([
  ["list", list],
  ["rotate", rotate],
  ["revoke", revoke],
]);

async function list(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{
    kid: string;
    state: string;
    created_at: Date;
    published_until: Date | null;
  }>(
    "select kid, state, created_at, published_until from identity.signing_keys order by created_at",
  );
  if (rows.length === 0) return ["There are no keys yet. The Worker makes them when it needs one."];
  return rows.map(({ kid, state, created_at, published_until }) =>
    [
      kid,
      state.padEnd("RETIRED".length),
      `made ${created_at.toISOString()}`,
      published_until ? `published until ${published_until.toISOString()}` : "",
    ]
      .join("  ")
      .trimEnd(),
  );
}

async function rotate(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ kid: string | null }>(
    "select identity.rotate_signing_keys($1::interval, $2::interval) as kid",
    [publishedAtLeast, stillPublished],
  );
  const kid = rows[0]?.kid;
  if (!kid) {
    throw refusal(
      `Nothing was rotated: no key has been waiting for ${publishedAtLeast}, the time in which everybody who keeps a ` +
        "copy of the public keys has fetched it. Look with: npm run keys -- list. The Worker makes the next key when it " +
        "loads the keys; any request with an access token does that. For a key that has leaked there is: revoke.",
    );
  }
  return [
    `${kid} signs within five minutes. The key before it verifies for ${stillPublished} more.`,
  ];
}

async function revoke(client: pg.Client, kid: string | undefined): Promise<string[]> {
  if (!kid) throw refusal("Say which key: npm run keys -- revoke KID. List them with: list");
  const { rows } = await client.query<{ known: boolean }>(
    "select identity.revoke_signing_key($1) as known",
    [kid],
  );
  if (!rows[0]?.known)
    throw refusal(`There is no key ${kid}. List them with: npm run keys -- list`);
  return [`${kid} is withdrawn: within five minutes nobody believes what it signed.`];
}

async function run(words: string[]): Promise<number> {
  const { values, positionals } = argumentsOf(words);
  if (values.help === true) {
    console.log(usage);
    return 0;
  }
  const [name = "", kid, ...others] = positionals;
  const command = commands.get(name);
  if (!command || others.length > 0 || (kid !== undefined && name !== "revoke")) {
    const fault =
      name === "" ? "Say what to do." : `There is no command "${positionals.join(" ")}".`;
    throw refusal(`${fault}\n\n${usage}`);
  }
  const stateFolder = resolve(process.env.SAKU_STATE || ".saku");
  const target = targetOf(values["database-url"] ?? process.env.DATABASE_URL, stateFolder);
  const lines = await withOwner(target.ownerUrl, (client) => command(client, kid));
  for (const line of lines) console.log(line);
  return 0;
}

function argumentsOf(words: string[]) {
  try {
    return parseArgs({
      args: words,
      allowPositionals: true,
      options: { "database-url": { type: "string" }, help: { type: "boolean", short: "h" } },
    });
  } catch (error) {
    throw refusal(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  // Anything but a refusal is a fault in this script, whose stack trace is wanted.
  console.error(isRefusal(error) ? error.message : error);
  process.exitCode = 1;
}
