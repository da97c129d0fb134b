// What `npm start` was asked to do, by its flags and variables.
import { isAbsolute, join } from "node:path";
import { faultOf } from "./fault.ts";
import type { PortChoice } from "./ports.ts";

export type Settings = {
  readonly port: PortChoice;
  readonly sandboxPort: PortChoice;
  readonly stateFolder: string;
  readonly isFresh: boolean;
  readonly isHelp: boolean;
};

const defaultPort = 8787;
const defaultSandboxPort = 8789;
const lastPort = 65_535;

export const helpText = `npm start [-- --fresh]

Runs Saku on this machine: PostgreSQL, migrations, demo data, the Worker and a payment provider with play money.

  --fresh      start over: remove the database and everything else that was kept
  --help       show this

  SAKU_PORT          port of the API (8787, or the next free one)
  SAKU_SANDBOX_PORT  port of the payment provider (8789, or the next free one)
  SAKU_STATE         folder for the database, keys and logs (.saku)
`;

export function settingsOf(
  flags: readonly string[],
  variables: Readonly<Record<string, string | undefined>>,
  root: string,
): Settings {
  const unknown = flags.find((flag) => !["--fresh", "--help", "-h"].includes(flag));
  if (unknown !== undefined) {
    throw faultOf(`"${unknown}" is no option of npm start.`, "See: npm start -- --help");
  }
  const state = variables.SAKU_STATE || ".saku";
  return {
    port: portOf("SAKU_PORT", variables.SAKU_PORT, defaultPort),
    sandboxPort: portOf("SAKU_SANDBOX_PORT", variables.SAKU_SANDBOX_PORT, defaultSandboxPort),
    stateFolder: isAbsolute(state) ? state : join(root, state),
    isFresh: flags.includes("--fresh"),
    isHelp: flags.includes("--help") || flags.includes("-h"),
  };
}

function portOf(name: string, text: string | undefined, standard: number): PortChoice {
  if (!text) return { name, port: standard, isAsked: false };
  const port = /^\d+$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > lastPort) {
    throw faultOf(
      `${name} is "${text}", which is no port.`,
      `Give a number from 1 to ${lastPort}, or leave it out.`,
    );
  }
  return { name, port, isAsked: true };
}
