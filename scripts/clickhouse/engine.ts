// ClickHouse's engine from npm, in a folder of its own: it is far too large for everybody who installs the project.
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Program, startProgram } from "../../bench/processes.ts";
import { refusal } from "../migrations/index.ts";

const packageName = "chdb";
// What it depends on is named too, so that the same is installed next year. The engine for this machine comes with it.
const manifest = {
  private: true,
  dependencies: { [packageName]: "3.4.0" },
  overrides: {
    "@clickhouse/client-common": "1.23.0",
    "node-addon-api": "6.1.0",
    "node-gyp-build": "4.8.4",
  },
};
const shownLinesOfNpm = 10;
const database = "saku";

export type EngineServer = {
  /** As CLICKHOUSE_URL names it, with who asks. */
  readonly url: string;
  /** Answers what a query answers, and fails with what the engine said. */
  readonly ask: (sql: string) => Promise<string>;
  /** Ends it without giving it time for anything. */
  readonly kill: () => Promise<void>;
  readonly startAgain: () => Promise<void>;
};

/** Installs the engine, unless it is there. */
export function installEngine(folder: string, say: (line: string) => void): void {
  const wanted = `${JSON.stringify(manifest, null, 2)}\n`;
  const stamp = join(folder, "installed");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  say("Installing ClickHouse's engine (once, 550 MB)...");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), wanted);
  // npm says where it is to what it runs; without it the one on the PATH will do.
  const npm = process.env.npm_execpath;
  const options = ["install", "--prefix", folder, "--no-package-lock", "--ignore-scripts"];
  options.push("--no-audit", "--no-fund", "--loglevel=error");
  const { status, error, stderr } = spawnSync(
    npm ? process.execPath : "npm",
    npm ? [npm, ...options] : options,
    { cwd: folder, encoding: "utf8", stdio: ["ignore", "ignore", "pipe"] },
  );
  if (status !== 0) {
    const said = (stderr ?? "").split("\n").slice(0, shownLinesOfNpm).join("\n");
    throw refusal(
      `ClickHouse's engine could not be installed: ${error?.message ?? `npm ended with ${status}`}.\n${said}\n` +
        "Nothing was compared. It needs npm's registry and 1 GB of free disk.",
    );
  }
  writeFileSync(stamp, wanted);
}

export async function openEngineServer(
  packages: string,
  dataFolder: string,
): Promise<EngineServer> {
  const credentials = `saku:${randomBytes(16).toString("hex")}`;
  const start = (port: string) =>
    startProgram("scripts/clickhouse/serve.ts", [packages, dataFolder, port], {
      SAKU_ENGINE_CREDENTIALS: credentials,
    });
  const first = await firstOf(start("0"));
  const { origin, host, port } = new URL(first.line);
  let program: Program | null = first;
  const ask = async (sql: string, within = database) => {
    const target = new URL(`/?database=${within}`, origin);
    const response = await fetch(target, {
      method: "POST",
      headers: { authorization: `Basic ${btoa(credentials)}` },
      body: sql,
    });
    const said = await response.text();
    if (!response.ok) throw new Error(`${response.status}: ${said}`);
    return said;
  };
  await ask(`CREATE DATABASE IF NOT EXISTS ${database}`, "default");
  return {
    url: `http://${credentials}@${host}/${database}`,
    ask: (sql) => ask(sql),
    kill: async () => {
      const { pid, close } = program ?? {};
      program = null;
      if (pid !== undefined) process.kill(pid, "SIGKILL");
      await close?.();
    },
    startAgain: async () => {
      program = await start(port);
    },
  };
}

async function firstOf(starting: Promise<Program>): Promise<Program> {
  try {
    return await starting;
  } catch (error) {
    throw refusal(
      `ClickHouse's engine is installed and does not run on ${process.platform}, ${process.arch}; nothing was ` +
        `compared. It exists for Linux with glibc and for macOS.\n${String(error)}`,
    );
  }
}
