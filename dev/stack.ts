// Postgres with a migrated database and the Neon proxy before it: what the Worker needs to run against.
// The launcher, the journeys over HTTP and the benchmarks open the same one.
import { connect } from "node:net";
import { grantAppLogin, migrateUp } from "../scripts/migrations/index.ts";
import { type NeonProxy, type NeonProxyOptions, openNeonProxy } from "./neon-proxy.ts";
import { createDatabase, openPostgres, type Postgres } from "./postgres.ts";

export type StackAddresses = {
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly proxyUrl: string;
};

export type Stack = StackAddresses & {
  readonly postgres: Postgres;
  readonly proxy: NeonProxy;
  /** Starts again, on the same ports, what has died; says what it was. */
  mend(): Promise<readonly string[]>;
  close(): Promise<void>;
};

export type StackOptions = {
  readonly folder: string;
  readonly isDurable: boolean;
  /** What PostgreSQL is set to besides, by the names that it gives it. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly faults?: NonNullable<NeonProxyOptions["faults"]>;
  /** After how long the proxy gives up a connection that nobody uses. */
  readonly idleTimeoutMs?: number;
  /** Told in words what takes longer than a second. */
  readonly report?: (step: string) => void;
  /** Told what the migrations did. */
  readonly log?: (line: string) => void;
  /** Told where everything is as soon as that is known, while the database is still being migrated. */
  readonly onAddresses?: (addresses: StackAddresses) => void;
};

export const databaseName = "saku";

const connectLimitMs = 2000;

export async function openStack(options: StackOptions): Promise<Stack> {
  const { folder, isDurable, settings = {} } = options;
  const report = options.report ?? (() => undefined);
  let postgres = await openPostgres({ folder, port: 0, isDurable, settings, report });
  try {
    const { port } = postgres;
    const openProxy = (proxyPort: number) =>
      openNeonProxy({
        port: proxyPort,
        database: { host: "127.0.0.1", port },
        ...(options.faults && { faults: options.faults }),
        ...(options.idleTimeoutMs !== undefined && { idleTimeoutMs: options.idleTimeoutMs }),
      });
    let proxy = await openProxy(0);
    const proxyPort = proxy.port;
    const addresses = addressesOf(postgres, proxy);
    options.onAddresses?.(addresses);
    try {
      await prepareDatabase(postgres, addresses, options.log ?? (() => undefined));
    } catch (error) {
      await proxy.close();
      throw error;
    }

    return {
      ...addresses,
      get postgres() {
        return postgres;
      },
      get proxy() {
        return proxy;
      },
      async mend() {
        const mended: string[] = [];
        if (!(await isListening(port))) {
          // Whatever is left of it must be gone before another one may open the same data.
          await postgres.kill();
          postgres = await openPostgres({ folder, port, isDurable, settings, report });
          mended.push("PostgreSQL");
        }
        if (!(await isListening(proxyPort))) {
          await proxy.close().catch(() => undefined);
          proxy = await openProxy(proxyPort);
          mended.push("The Neon proxy");
        }
        return mended;
      },
      async close() {
        await proxy.close();
        await postgres.stop();
      },
    };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

function addressesOf(postgres: Postgres, proxy: NeonProxy): StackAddresses {
  return {
    ownerUrl: postgres.urlOf("saku_owner", databaseName),
    appUrl: postgres.urlOf("saku_app", databaseName),
    proxyUrl: proxy.url,
  };
}

async function prepareDatabase(
  postgres: Postgres,
  { ownerUrl, appUrl }: StackAddresses,
  log: (line: string) => void,
): Promise<void> {
  await createDatabase(postgres, databaseName);
  await migrateUp(ownerUrl, { report: log });
  await grantAppLogin(ownerUrl, decodeURIComponent(new URL(appUrl).password));
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1", timeout: connectLimitMs });
    const finish = (isOpen: boolean) => {
      socket.destroy();
      resolve(isOpen);
    };
    socket.once("connect", () => finish(true));
    socket.once("timeout", () => finish(false));
    socket.once("error", () => finish(false));
  });
}
