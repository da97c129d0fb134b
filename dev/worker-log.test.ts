import { expect, it } from "vitest";
import { createWorkerLog } from "./worker-log.ts";

it("writes everything down, and reports errors without colours and only once", () => {
  const { log, written, reported } = openLog();
  log.take('\u001b[31m✘ \u001b[41;97m[ERROR]\u001b[0m No such module "x".\n');
  log.take("[wrangler:info] GET /v1/wallets 200 OK (4ms)\n");
  log.take('✘ [ERROR] No such module "x".\n');

  expect(written).toHaveLength(3);
  expect(reported).toEqual(['No such module "x".']);
  expect(log.errors()).toEqual(['No such module "x".', 'No such module "x".']);
});

it("puts a line together that arrives in pieces", () => {
  const { log, written, reported } = openLog();
  log.take("✘ [ERR");
  log.take("OR] Broken.\nnext");

  expect(reported).toEqual(["Broken."]);
  expect(written).toEqual(["✘ [ERROR] Broken.\n"]);
});

it("leaves out the launcher's own probes", () => {
  const { log, written } = openLog();
  log.take("[wrangler:info] GET /health 200 OK (2ms)\n");
  log.take('{"level":"info","method":"GET","path":"/health","status":200}\n');
  log.take("[wrangler:info] GET /health 500 Internal Server Error (2ms)\n");

  expect(written).toEqual(["[wrangler:info] GET /health 500 Internal Server Error (2ms)\n"]);
});

function openLog() {
  const written: string[] = [];
  const reported: string[] = [];
  const log = createWorkerLog({
    write: (line) => written.push(line),
    report: (line) => reported.push(line),
  });
  return { log, written, reported };
}
