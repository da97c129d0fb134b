import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../dev/ports.ts";
import { buildWebAssets } from "../dev/web-assets.ts";
import { root } from "../scripts/run.ts";
import { consumerGroups } from "../src/subscriptions.ts";
import {
  brokerModule,
  edgeModule,
  noRelayModule,
  pagesModule,
  unlimitedModule,
} from "./bindings.ts";

export type ServedWorker = {
  readonly url: string;
  /** Where the store at the edge answers for itself. */
  readonly edgeUrl: string;
  readonly pid: number;
  close(): Promise<void>;
};

// The binary itself: npm's shim before it keeps signals to itself.
const { default: workerd } = createRequire(import.meta.url)("workerd") as { default: string };

const readyLimitMs = 20_000;

/** Serves the production bundle by bare workerd. The dev server's own proxy costs twenty times what the Worker does. */
export async function serveBundle(
  folder: string,
  variables: Readonly<Record<string, string>>,
  { hasEvents = false } = {},
): Promise<ServedWorker> {
  if (!existsSync(join(folder, "index.js"))) await bundle(folder);
  const [port, edgePort] = await Promise.all([freePort(), freePort()]);
  // Two processes that kept one object's storage would wait for each other.
  const objects = join(folder, `objects-${port}`);
  mkdirSync(objects, { recursive: true });
  writeFileSync(
    join(folder, "config.capnp"),
    configOf({ port, edgePort }, objects, variables, hasEvents),
  );
  // A service may call another's queue handler only where experiments are allowed, as wrangler's own broker does.
  const child = spawn(workerd, ["serve", "--experimental", "config.capnp"], {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk) => {
    said = `${said}${chunk}`.slice(-5_000);
  });
  const url = `http://127.0.0.1:${port}`;
  await untilReady(url, () => said);
  return {
    url,
    edgeUrl: `http://127.0.0.1:${edgePort}`,
    pid: child.pid ?? 0,
    async close() {
      child.kill("SIGTERM");
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    },
  };
}

async function bundle(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await buildWebAssets(root);
  const options = ["deploy", "--dry-run", "--env", "production", "--minify", "--outdir", folder];
  const child = spawn("wrangler", options, { cwd: root, stdio: "ignore" });
  const [code] = await once(child, "exit");
  if (code !== 0)
    throw new Error("The bundle could not be built; try `npm run deploy -- --dry-run`.");
}

const objectClasses: Readonly<Record<string, string>> = {
  LANES: "WalletLane",
  LIMITS: "RateLimiter",
  COPIES: "BalanceCopies",
  SENDERS: "WebhookSender",
  LIVE: "WalletLive",
  STAGES: "StreamerOverlay",
};
const version = JSON.stringify({ id: "bench", tag: "", timestamp: "" });
const queues = consumerGroups.map(({ name, queue }) => ({
  queue,
  binding: `${name.toUpperCase()}_QUEUE`,
}));

function configOf(
  { port, edgePort }: { readonly port: number; readonly edgePort: number },
  objects: string,
  variables: Readonly<Record<string, string>>,
  hasEvents: boolean,
): string {
  const classes = hasEvents ? { ...objectClasses, RELAY: "OutboxRelay" } : objectClasses;
  const bindings = [
    ...Object.entries(variables).map(
      ([name, value]) => `(name = ${JSON.stringify(name)}, text = ${JSON.stringify(value)})`,
    ),
    ...Object.entries(classes).map(
      ([name, className]) => `(name = "${name}", durableObjectNamespace = "${className}")`,
    ),
    ...queues.map(({ binding, queue }) => `(name = "${binding}", queue = "${queue}")`),
    ...(hasEvents ? [] : [`(name = "RELAY", wrapped = (moduleName = "bench:no-relay"))`]),
    `(name = "SESSION_LIMIT", wrapped = (moduleName = "bench:unlimited"))`,
    `(name = "BALANCES", kvNamespace = "edge")`,
    `(name = "ASSETS", service = "pages")`,
    `(name = "VERSION", json = ${JSON.stringify(version)})`,
  ];
  const namespaces = Object.values(classes).map(
    (name) => `(className = "${name}", uniqueKey = "${name}", enableSql = true)`,
  );
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "saku", worker = (
      modules = [(name = "index.js", esModule = embed "index.js")],
      compatibilityDate = "2026-10-20",
      bindings = [${bindings.join(", ")}],
      durableObjectNamespaces = [${namespaces.join(", ")}],
      durableObjectStorage = (localDisk = "objects"),
    )),
    ${queues.map(({ queue }) => brokerOf(queue)).join(",\n    ")},
    (name = "edge", worker = (
      modules = [(name = "edge.js", esModule = ${JSON.stringify(edgeModule)})],
      compatibilityDate = "2026-10-20",
    )),
    (name = "pages", worker = (
      modules = [(name = "pages.js", esModule = ${JSON.stringify(pagesModule)})],
      compatibilityDate = "2026-10-20",
      bindings = [(name = "FILES", service = "files")],
    )),
    (name = "files", disk = (path = ${JSON.stringify(join(root, ".saku/assets"))})),
    (name = "objects", disk = (path = ${JSON.stringify(objects)}, writable = true)),
    (name = "internet", network = (allow = ["public", "private"])),
  ],
  extensions = [(modules = [
    (name = "bench:unlimited", esModule = ${JSON.stringify(unlimitedModule)}, internal = true),
    (name = "bench:no-relay", esModule = ${JSON.stringify(noRelayModule)}, internal = true),
  ])],
  sockets = [
    (name = "http", address = "127.0.0.1:${port}", http = (), service = "saku"),
    (name = "edge", address = "127.0.0.1:${edgePort}", http = (), service = "edge"),
  ],
);
`;
}

function brokerOf(queue: string): string {
  return `(name = "${queue}", worker = (
      modules = [(name = "broker.js", esModule = ${JSON.stringify(brokerModule)})],
      compatibilityDate = "2026-10-20",
      compatibilityFlags = ["nodejs_compat", "experimental", "service_binding_extra_handlers"],
      bindings = [
        (name = "QUEUE", text = "${queue}"),
        (name = "SAKU", service = "saku"),
        (name = "BROKER", durableObjectNamespace = "Broker"),
      ],
      durableObjectNamespaces = [(className = "Broker", uniqueKey = "${queue}")],
      durableObjectStorage = (inMemory = void),
    ))`;
}

async function untilReady(url: string, said: () => string): Promise<void> {
  const limit = performance.now() + readyLimitMs;
  while (performance.now() < limit) {
    const isReady = await fetch(`${url}/ready`).then(
      (response) => response.ok,
      () => false,
    );
    if (isReady) return;
    await sleep(50);
  }
  throw new Error(`workerd did not become ready.\n${said()}`);
}
