// Ports on the loopback interface.
import { createServer } from "node:net";
import { faultOf } from "./fault.ts";

const portsTried = 100;

/** A port with the variable that asks for it. */
export type PortChoice = {
  readonly name: string;
  readonly port: number;
  readonly isAsked: boolean;
};

/** The port asked for, or the next free one when nobody insisted on it. */
export async function choosePort({ name, port, isAsked }: PortChoice): Promise<number> {
  if (await isPortFree(port)) return port;
  if (isAsked) {
    throw faultOf(
      `Port ${port} (${name}) is taken by another program.`,
      `Stop that program, or choose another port: ${name}=8899 npm start`,
    );
  }
  for (let next = port + 1; next < port + portsTried; next += 1) {
    if (await isPortFree(next)) return next;
  }
  throw faultOf(
    `The ports from ${port} to ${port + portsTried - 1} are all taken.`,
    `Choose a free one: ${name}=9900 npm start`,
  );
}

/** Any free port. Another program may take it before it is used, which then fails by name. */
export function freePort(): Promise<number> {
  return listenOnce(0);
}

function isPortFree(port: number): Promise<boolean> {
  return listenOnce(port).then(
    () => true,
    () => false,
  );
}

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : port));
    });
  });
}
