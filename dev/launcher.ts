// Starts everything in an order that wastes no time, and stops it in the order in which the parts lean on one another.
import { createDemoData } from "./demo.ts";
import type { Journal } from "./journal.ts";
import { choosePort } from "./ports.ts";
import { recordOf } from "./processes.ts";
import type { Progress } from "./progress.ts";
import { openSandboxProcess, type SandboxProcess } from "./sandbox-process.ts";
import type { Settings } from "./settings.ts";
import { openStack, type Stack, type StackAddresses } from "./stack.ts";
import {
  removeStackFile,
  type Secrets,
  type StackFile,
  secretsOf,
  writeStackFile,
} from "./state.ts";
import { openSupervisor, type Supervisor } from "./supervisor.ts";
import { openTriggers, type Triggers } from "./triggers.ts";
import { buildWebAssets } from "./web-assets.ts";
import { awaitWorker, openWorker, type WorkerProcess } from "./worker-process.ts";

export type LauncherOptions = {
  readonly root: string;
  readonly settings: Settings;
  readonly progress: Progress;
  readonly journal: Journal;
  /** Aborted when the person at the terminal no longer wants it. */
  readonly stopping: AbortSignal;
};

/** What runs so far, so that it can be stopped wherever the start came to. */
export type Running = {
  stack?: Stack;
  sandbox?: SandboxProcess;
  worker?: Promise<WorkerProcess>;
  supervisor?: Supervisor;
  triggers?: Triggers;
};

export async function launch(options: LauncherOptions, running: Running): Promise<StackFile> {
  const { settings, progress, journal, stopping } = options;
  const { stateFolder } = settings;
  const port = await choosePort(settings.port);
  const secrets = secretsOf(stateFolder);
  const record = createRecord(stateFolder, `http://127.0.0.1:${port}`);
  // It knows where the Worker will be, as a real provider knows where to send its notifications.
  const sandbox = await openSandboxProcess({
    root: options.root,
    stateFolder,
    port: await choosePort(settings.sandboxPort),
    secret: secrets.sandboxSecret,
    workerUrl: `http://127.0.0.1:${port}`,
    say: (line) => progress.say(`  The payment sandbox: ${line}`),
  });
  running.sandbox = sandbox;
  record.write({ sandboxUrl: sandbox.url });
  const assets = neverUnhandled(
    progress.during("Building the pages", () => buildWebAssets(options.root)),
  );

  // Wrangler bundles for seconds, in which the database is migrated.
  const startWorker = async (addresses: StackAddresses) => {
    await assets;
    const worker = await openWorkerOf(options, port, addresses, secrets, sandbox.url);
    record.write({ pids: { worker: worker.record } });
    return worker;
  };
  const stack = await progress.during("Preparing the database", () =>
    openStack({
      folder: stateFolder,
      isDurable: true,
      report: (step) => progress.say(`  ${step}...`),
      log: journal.write,
      onAddresses: (addresses) => {
        record.write(addresses);
        running.worker = neverUnhandled(startWorker(addresses));
      },
    }),
  );
  running.stack = stack;
  record.write(postgresFactsOf(stack));
  stopping.throwIfAborted();

  const first = await (running.worker ?? startWorker(stack));
  await progress.during("Starting the Worker", () => awaitWorker(first, stateFolder, stopping));
  await progress.during("Adding the demo data", () =>
    createDemoData(first.url, secrets.operatorKey),
  );
  stopping.throwIfAborted();

  running.supervisor = openSupervisor({
    stack,
    worker: first,
    restart: () => {
      running.worker = neverUnhandled(startWorker(stack));
      return running.worker;
    },
    awaitReady: (worker) => awaitWorker(worker, stateFolder, stopping),
    say: (line) => {
      progress.say(`  ${line.replaceAll("\n", "\n  ")}`);
      journal.write(line);
    },
    mended: () => record.write(postgresFactsOf(stack)),
  });
  running.triggers = openTriggers({ root: options.root, workerUrl: first.url, log: journal.write });
  return record.read();
}

/** The Worker goes first, because what it is doing needs the proxy, and that needs Postgres. */
export async function stopAll(running: Running, stateFolder: string): Promise<void> {
  running.triggers?.close();
  await running.supervisor?.close();
  const worker = await running.worker?.catch(() => undefined);
  await worker?.stop();
  await running.stack?.close();
  await running.sandbox?.stop();
  removeStackFile(stateFolder);
}

function openWorkerOf(
  { root, settings, progress }: LauncherOptions,
  port: number,
  { appUrl, proxyUrl }: StackAddresses,
  secrets: Secrets,
  sandboxUrl: string,
): Promise<WorkerProcess> {
  return openWorker({
    root,
    port,
    stateFolder: settings.stateFolder,
    variables: {
      ENVIRONMENT: "development",
      DATABASE_URL: appUrl,
      NEON_PROXY_URL: proxyUrl,
      OPERATOR_KEY: secrets.operatorKey,
      CURSOR_SECRET: secrets.cursorSecret,
      IDENTITY_PEPPER: secrets.identityPepper,
      IDENTITY_KEK: secrets.identityKek,
      IDENTITY_TOKEN_SECRET: secrets.identityTokenSecret,
      GOOGLE_API_KEY: "none",
      PAYMENT_PROVIDERS: JSON.stringify({
        sandbox: { url: sandboxUrl, secret: secrets.sandboxSecret },
      }),
      SITE_URL: `http://127.0.0.1:${port}`,
    },
    reportError: (line) => progress.say(`  The Worker reports: ${line}`),
  });
}

/** Keeps `.saku/stack.json` true: `npm run migrate` and the next start read it. */
function createRecord(stateFolder: string, workerUrl: string) {
  let file: StackFile = { workerUrl, pids: { launcher: recordOf(process.pid) } };
  return {
    read: () => file,
    write({ pids, ...facts }: Partial<StackFile>) {
      file = { ...file, ...facts, pids: { ...file.pids, ...pids } };
      writeStackFile(stateFolder, file);
    },
  };
}

/** What stack.json says of Postgres. */
function postgresFactsOf({ postgres }: Stack): Partial<StackFile> {
  const { dataFolder, pid } = postgres;
  return { dataFolder, pids: { postgres: recordOf(pid) } };
}

/** Its failure is told where it is awaited; until then it must not count as unhandled. */
function neverUnhandled<Result>(promise: Promise<Result>): Promise<Result> {
  promise.catch(() => undefined);
  return promise;
}
