import { createHash } from "node:crypto";
import { connect, type Socket } from "node:net";
import { messageOf, startupMessage } from "./messages.ts";
import { createMessageReader } from "./reader.ts";
import { type DatabaseFields, parseDatabaseFields, refusalOf } from "./refusal.ts";
import { createScram, type Scram } from "./scram.ts";

export type DatabaseAddress = { readonly host: string; readonly port: number };

export type Login = {
  readonly password: string;
  /** What the startup message says: user, database and the like. */
  readonly parameters: ReadonlyMap<string, string>;
};

/** A socket that Postgres let in, and what it said from AuthenticationOk to ReadyForQuery. */
export type Session = {
  readonly socket: Socket;
  readonly greeting: Buffer;
  readonly processId: number;
  readonly secret: Buffer;
};

const connectTimeoutMs = 5_000;

// Neon's words, which the driver passes on as they are.
const couldNotConnect = "Couldn't connect to compute node";

/** Opens a socket and logs in. Whoever is refused learns it in the words of Postgres or Neon. */
export function openSession(address: DatabaseAddress, login: Login): Promise<Session> {
  return new Promise((resolve, reject) => {
    const socket = connect({ ...address, noDelay: true, keepAlive: true });
    const fail = (error: Error) => {
      socket.destroy();
      reject(error);
    };
    const lost = () => fail(refusalOf(500, couldNotConnect));
    socket.setTimeout(connectTimeoutMs, lost);
    // This listener stays for good: a socket error without one would end the process.
    socket.on("error", lost);
    socket.on("close", lost);
    socket.once("connect", () => socket.write(startupMessage(login.parameters)));

    const step = createLogin(socket, login);
    const read = createMessageReader((type, body) => {
      try {
        const session = step(type, body);
        if (!session) return;
        socket.setTimeout(0);
        socket.off("data", read);
        socket.off("close", lost);
        resolve(session);
      } catch (error) {
        fail(error instanceof Error ? error : new Error(String(error)));
      }
    });
    socket.on("data", read);
  });
}

function createLogin(socket: Socket, login: Login) {
  const greeting: Buffer[] = [];
  let scram: Scram | undefined;
  let processId = 0;
  let secret: Buffer = Buffer.alloc(0);

  return (type: number, body: Buffer): Session | undefined => {
    switch (String.fromCharCode(type)) {
      case "R":
        if (body.readInt32BE(0) === 0) greeting.push(messageOf("R", body));
        else scram = answerChallenge(socket, login, body, scram);
        return undefined;
      case "E":
        throw loginRefusalOf(parseDatabaseFields(body), login);
      case "K":
        processId = body.readInt32BE(0);
        secret = Buffer.from(body.subarray(4));
        break;
      case "Z":
        greeting.push(messageOf("Z", body));
        return { socket, greeting: Buffer.concat(greeting), processId, secret };
    }
    greeting.push(messageOf(String.fromCharCode(type), body));
    return undefined;
  };
}

function answerChallenge(socket: Socket, login: Login, body: Buffer, scram?: Scram) {
  const method = body.readInt32BE(0);
  const data = body.toString("utf8", 4);
  if (method === 10) {
    const started = createScram(login.password);
    const length = Buffer.alloc(4);
    length.writeInt32BE(Buffer.byteLength(started.firstMessage));
    const head = Buffer.from("SCRAM-SHA-256\0");
    socket.write(messageOf("p", Buffer.concat([head, length, Buffer.from(started.firstMessage)])));
    return started;
  }
  if (method === 11 && scram) socket.write(messageOf("p", Buffer.from(scram.answer(data))));
  else if (method === 12 && scram?.isServerGenuine(data)) return scram;
  else if (method === 3) socket.write(messageOf("p", Buffer.from(`${login.password}\0`)));
  else if (method === 5) socket.write(messageOf("p", md5Answer(login, body.subarray(4, 8))));
  else throw refusalOf(500, `Postgres asks for an authentication (${method}) unknown to the proxy`);
  return scram;
}

function md5Answer({ password, parameters }: Login, salt: Buffer): Buffer {
  const md5 = (...parts: (string | Buffer)[]) =>
    parts.reduce((hash, part) => hash.update(part), createHash("md5")).digest("hex");
  return Buffer.from(`md5${md5(md5(password, parameters.get("user") ?? ""), salt)}\0`);
}

// Neon checks passwords itself, so its refusal has no SQLSTATE; only an unknown database is the
// client's fault among what Postgres refuses after that.
function loginRefusalOf(fields: DatabaseFields, { parameters }: Login): Error {
  const refusal =
    fields.get("C") === "28P01"
      ? refusalOf(400, `password authentication failed for user '${parameters.get("user")}'`)
      : refusalOf(fields.get("C") === "3D000" ? 400 : 500, fields.get("M") ?? "db error", fields);
  return Object.assign(refusal, { fields });
}
