import { hash } from "node:crypto";
import { type Connection, openConnection } from "./connection.ts";
import type { DatabaseAddress, Login } from "./handshake.ts";
import type { Interruption } from "./interruption.ts";
import { refusalOf } from "./refusal.ts";

export type Pool = {
  /** A clean connection of this login's, when one is free. */
  lease(login: Login, interruption: Interruption): Promise<Connection>;
  /** Takes back a connection that is clean. One that is not must be destroyed instead. */
  release(connection: Connection): void;
  /** Stops what still runs: Postgres does not notice by itself that a client has gone. */
  close(): Promise<void>;
};

export type PoolOptions = {
  readonly address: DatabaseAddress;
  /** For each user, database and password. */
  readonly maxConnections: number;
  readonly idleTimeoutMs: number;
};

type Waiter = {
  readonly resolve: (connection: Connection) => void;
  readonly reject: (error: unknown) => void;
};

type Group = {
  readonly login: Login;
  readonly idle: { readonly connection: Connection; readonly sinceMs: number }[];
  readonly waiting: Waiter[];
  connections: number;
  opening: number;
};

export function createPool({ address, maxConnections, idleTimeoutMs }: PoolOptions): Pool {
  const groups = new Map<string, Group>();
  const owners = new Map<Connection, Group>();
  let isClosed = false;

  const groupOf = (login: Login): Group => {
    const key = keyOf(login);
    const group = groups.get(key) ?? newGroup(login);
    groups.set(key, group);
    return group;
  };
  const forget = (group: Group) => {
    group.connections -= 1;
    if (group.connections === 0 && group.waiting.length === 0) groups.delete(keyOf(group.login));
    openForWaiters(group);
  };
  const offer = (group: Group, connection: Connection) => {
    const waiter = group.waiting.shift();
    if (waiter) waiter.resolve(connection);
    else group.idle.push({ connection, sinceMs: performance.now() });
  };
  const openOne = async (group: Group) => {
    group.connections += 1;
    group.opening += 1;
    let opened: Connection | undefined;
    try {
      const connection = await openConnection(address, group.login, () => {
        if (opened) owners.delete(opened);
        forget(group);
      });
      opened = connection;
      owners.set(connection, group);
      group.opening -= 1;
      if (isClosed) connection.destroy();
      else offer(group, connection);
    } catch (error) {
      group.opening -= 1;
      group.waiting.shift()?.reject(error);
      forget(group);
    }
  };
  const openForWaiters = (group: Group) => {
    while (!isClosed && group.opening < group.waiting.length) {
      if (group.connections >= maxConnections) return;
      void openOne(group);
    }
  };
  const sweep = setInterval(() => closeIdle(groups.values(), idleTimeoutMs), idleTimeoutMs / 4);
  sweep.unref();

  return {
    async lease(login, interruption) {
      if (isClosed) throw closing();
      const group = groupOf(login);
      const idle = takeIdle(group);
      return idle ?? wait(group, interruption, () => openForWaiters(group));
    },
    release(connection) {
      const group = owners.get(connection);
      if (group && connection.isOpen()) offer(group, connection);
    },
    async close() {
      isClosed = true;
      clearInterval(sweep);
      for (const { waiting } of groups.values()) {
        for (const { reject } of waiting.splice(0)) reject(closing());
      }
      const open = [...owners.keys()];
      await Promise.all(open.map((connection) => connection.cancel()));
      for (const connection of open) connection.destroy();
    },
  };
}

function closing(): Error {
  return refusalOf(503, "the proxy is shutting down");
}

function newGroup(login: Login): Group {
  return { login, idle: [], waiting: [], connections: 0, opening: 0 };
}

// The password is part of the key, so that nobody gets in on a connection that another one opened.
function keyOf({ parameters, password }: Login): string {
  const who = [parameters.get("user"), parameters.get("database")].map(String);
  return JSON.stringify([...who, hash("sha256", password)]);
}

/** The connection used last is the one whose caches are warm. */
function takeIdle(group: Group): Connection | undefined {
  for (;;) {
    const idle = group.idle.pop();
    if (!idle) return undefined;
    if (idle.connection.isOpen()) return idle.connection;
  }
}

function wait(group: Group, interruption: Interruption, open: () => void): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const waiter = { resolve, reject };
    group.waiting.push(waiter);
    interruption.listen((reason) => {
      const place = group.waiting.indexOf(waiter);
      if (place >= 0) group.waiting.splice(place, 1);
      reject(reason);
    });
    open();
  });
}

function closeIdle(groups: Iterable<Group>, idleTimeoutMs: number): void {
  const oldestMs = performance.now() - idleTimeoutMs;
  for (const group of groups) {
    const expired = group.idle.filter(({ sinceMs }) => sinceMs < oldestMs);
    for (const { connection } of expired) connection.destroy();
    const kept = group.idle.filter(({ connection }) => connection.isOpen());
    group.idle.splice(0, group.idle.length, ...kept);
  }
}
