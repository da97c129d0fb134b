// ClickHouse's engine as a process of its own behind a port on this machine. Says in its first line where it is.
import { createServer, type IncomingMessage } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { answerTo, type Engine } from "./http-front.ts";

const [packages = "", dataFolder = "", port = "0"] = process.argv.slice(2);
const credentials = process.env.SAKU_ENGINE_CREDENTIALS ?? "";

const engine = openEngineOrExit();
const server = createServer(async (request, response) => {
  const { status, text: said } = answerTo(engine, credentials, await askedBy(request));
  response.writeHead(status).end(said);
});
server.listen(Number(port), "127.0.0.1", () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
// Whoever started it is gone when its input ends.
process.stdin.resume().on("end", () => process.exit());

function openEngineOrExit(): Engine {
  try {
    // It is no dependency of the project, so nothing is known of its types here.
    const load = createRequire(join(packages, "package.json"));
    const { Session }: { Session: new (folder: string) => Engine } = load("chdb");
    return new Session(dataFolder);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}

async function askedBy(request: IncomingMessage) {
  return {
    address: new URL(request.url ?? "/", "http://127.0.0.1"),
    authorization: request.headers.authorization,
    body: await text(request),
  };
}
