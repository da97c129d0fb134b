import { faultOf } from "./fault.ts";
import { findPackage, prepareBinaries } from "./postgres/binaries.ts";
import { ensureCluster, type Passwords, passwordsIn, type Role } from "./postgres/cluster.ts";
import { ensureOwner } from "./postgres/databases.ts";
import { deleteHome, findHome, type Home, settleHome } from "./postgres/home.ts";
import { isErrorCode, killAll, serverProcesses, shutDown } from "./postgres/processes.ts";
import {
  host,
  type Server,
  type ServerOptions,
  settlePredecessor,
  startServer,
} from "./postgres/server.ts";

export { createDatabase, dropDatabase } from "./postgres/databases.ts";

export type Postgres = {
  readonly port: number;
  readonly pid: number;
  readonly dataFolder: string;
  /** Connection URL on 127.0.0.1 for a role and database. */
  urlOf(role: Role, database: string): string;
  /** Fast shutdown; resolves when the last process is gone. */
  stop(): Promise<void>;
  /** Ends the server as a lost machine does, for reliability tests. */
  kill(): Promise<void>;
};

export type PostgresOptions = ServerOptions & {
  /**
   * Where data, passwords and log live. When PostgreSQL's user cannot enter it, the data goes
   * elsewhere and a note stays.
   */
  readonly folder: string;
  /** Told in words about what takes longer than a second. */
  readonly report?: (step: string) => void;
};

const wrongPassword = "28P01";

/** Starts PostgreSQL on the folder's data, made at the first time, and resolves when it answers. */
export async function openPostgres(options: PostgresOptions): Promise<Postgres> {
  const report = options.report ?? (() => {});
  const packageFolder = findPackage();
  const home = settleHome(options.folder, options.isDurable, report);
  await settlePredecessor(home, report);
  const passwords = passwordsIn(home);
  const binaries = prepareBinaries(packageFolder, home.account, home.path, report);
  await ensureCluster(home, binaries, passwords, options.isDurable, report);

  const server = await startServer(home, binaries, options, report);
  const postgres = postgresOf(home, server, passwords);
  try {
    await ensureOwner(postgres.urlOf("postgres", "postgres"), passwords);
  } catch (error) {
    await postgres.stop();
    throw isErrorCode(error, wrongPassword) ? passwordProblem(home, error) : error;
  }
  return postgres;
}

/** Deletes the folder's database, passwords and log, after ending a server that was left behind. */
export async function removePostgresData(folder: string): Promise<void> {
  const home = findHome(folder);
  if (!home) return;
  await settlePredecessor(home, () => {});
  deleteHome(home);
}

function postgresOf(home: Home, server: Server, passwords: Passwords): Postgres {
  const { port, pid } = server;
  // Once this server is gone, the folder may have another one, which is not ours to end.
  const endWith = async (end: (dataFolder: string) => Promise<void>) => {
    if (serverProcesses(home.dataFolder).some((process) => process.pid === pid)) {
      await end(home.dataFolder);
    }
    await server.isReaped();
  };
  return {
    port,
    pid,
    dataFolder: home.dataFolder,
    urlOf: (role, database) =>
      `postgresql://${role}:${passwords[role]}@${host}:${port}/${encodeURIComponent(database)}`,
    stop: () => endWith(shutDown),
    kill: () => endWith(killAll),
  };
}

function passwordProblem({ folder, dataFolder }: Home, cause: unknown): Error {
  return faultOf(
    `The passwords in ${folder} do not open the database in ${dataFolder}.`,
    "Put back the file that belongs to it, or start over with --fresh.",
    cause,
  );
}
