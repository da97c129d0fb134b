// The Worker as `wrangler dev` runs it, in a process group of its own so that nothing of it outlives us.
import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, existsSync, renameSync, type WriteStream } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { faultOf } from "./fault.ts";
import { freePort } from "./ports.ts";
import { endGroup, type ProcessRecord, programsIn, recordOf } from "./processes.ts";
import { writePrivately } from "./state.ts";
import { createWorkerLog } from "./worker-log.ts";

export type WorkerOptions = {
  readonly root: string;
  readonly stateFolder: string;
  readonly port: number;
  /** Secrets and variables of the Worker, by name. */
  readonly variables: Readonly<Record<string, string>>;
  /** Told every error that wrangler prints. */
  readonly reportError: (line: string) => void;
};

export type WorkerProcess = {
  readonly record: ProcessRecord;
  readonly url: string;
  hasExited(): boolean;
  /** Errors printed so far, the newest last. */
  errors(): readonly string[];
  /** From now on errors are reported as they come; before, they are the reason why it does not start. */
  reportErrors(): void;
  stop(): Promise<void>;
};

const readyLimitMs = 60_000;
const readyPollMs = 50;
const requestLimitMs = 5000;
const stopLimitMs = 3000;

export async function openWorker(options: WorkerOptions): Promise<WorkerProcess> {
  const { root, stateFolder, port } = options;
  const envFile = join(stateFolder, "worker.env");
  writePrivately(envFile, envFileOf(options.variables));

  let isReporting = false;
  const log = openLog(join(stateFolder, "logs", "worker.log"));
  const watcher = createWorkerLog({
    write: (line) => log.write(line),
    report: (line) => isReporting && options.reportError(line),
  });
  const child = spawn(
    process.execPath,
    [
      join(root, "node_modules/wrangler/bin/wrangler.js"),
      "dev",
      ...(await flagsOf(options, envFile)),
    ],
    {
      cwd: root,
      detached: true,
      env: environmentOf(options),
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk) => watcher.take(chunk));
  const record = await recordOfChild(child);

  return {
    record,
    url: `http://127.0.0.1:${port}`,
    hasExited: () => child.exitCode !== null || child.signalCode !== null,
    errors: () => watcher.errors(),
    reportErrors: () => {
      isReporting = true;
    },
    async stop() {
      await endGroup(record, programsIn(root), stopLimitMs);
      log.end();
    },
  };
}

/** Resolves when the Worker answers and reaches its database. */
export async function awaitWorker(
  worker: WorkerProcess,
  stateFolder: string,
  stopping: AbortSignal,
): Promise<void> {
  const deadline = performance.now() + readyLimitMs;
  let answer = "no answer";
  while (performance.now() < deadline) {
    stopping.throwIfAborted();
    if (worker.hasExited()) throw workerFault("ended while it was starting", worker, stateFolder);
    answer = await askReadiness(worker.url);
    if (answer === "ready") return worker.reportErrors();
    await sleep(readyPollMs);
  }
  throw workerFault(`is not ready after ${readyLimitMs / 1000} s (${answer})`, worker, stateFolder);
}

function workerFault(what: string, worker: WorkerProcess, stateFolder: string): Error {
  const said = worker.errors().map((line) => `  ${line}`);
  return faultOf(
    [`The Worker ${what}.`, ...said].join("\n"),
    `Its whole log: ${join(stateFolder, "logs/worker.log")}`,
  );
}

async function askReadiness(url: string): Promise<string> {
  try {
    const response = await fetch(`${url}/ready`, { signal: AbortSignal.timeout(requestLimitMs) });
    return response.ok
      ? "ready"
      : `GET /ready answers ${response.status}: ${await response.text()}`;
  } catch {
    return "no answer";
  }
}

async function flagsOf(options: WorkerOptions, envFile: string): Promise<readonly string[]> {
  return [
    "--local",
    "--ip",
    "127.0.0.1",
    "--port",
    `${options.port}`,
    "--inspector-port",
    `${await freePort()}`,
    "--persist-to",
    join(options.stateFolder, "wrangler"),
    "--env-file",
    envFile,
    "--show-interactive-dev-session=false",
  ];
}

function environmentOf({ variables, stateFolder }: WorkerOptions): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    WRANGLER_SEND_METRICS: "false",
    WRANGLER_SEND_ERROR_REPORTS: "false",
    WRANGLER_HIDE_BANNER: "true",
    // What it prints goes to our log; its own would grow for as long as it runs.
    WRANGLER_WRITE_LOGS: "false",
    WRANGLER_REGISTRY_PATH: join(stateFolder, "wrangler", "registry"),
    // Offline it would only complain that it cannot fetch the location of this machine.
    CLOUDFLARE_CF_FETCH_ENABLED: "false",
    // Whoever is logged in to Cloudflare here has nothing to do with the local stack.
    XDG_CONFIG_HOME: join(stateFolder, "wrangler", "config"),
    NO_COLOR: "1",
  };
  // Wrangler lets a variable of its process win over the file, and an environment chosen for a deployment win over none.
  for (const name of [...Object.keys(variables), "CLOUDFLARE_ENV"]) delete environment[name];
  return environment;
}

function envFileOf(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, value]) => `${name}='${value}'\n`)
    .join("");
}

/** The log of the run before is kept, because that is where the reason of a crash stands. */
function openLog(path: string): WriteStream {
  if (existsSync(path)) renameSync(path, path.replace(/\.log$/, ".previous.log"));
  return createWriteStream(path, { mode: 0o600 });
}

function recordOfChild(child: ChildProcess): Promise<ProcessRecord> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("spawn", () => {
      const record = child.pid === undefined ? undefined : recordOf(child.pid);
      if (record) resolve(record);
      else reject(new Error("wrangler dev ended as soon as it had started."));
    });
  });
}
