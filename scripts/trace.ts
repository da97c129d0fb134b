// `npm run trace -- REF`: prints what became of one request, hop by hop, from when it was read to the webhooks that told of it.
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { withOwner } from "./migrations/connection.ts";
import { isRefusal, refusal, targetOf } from "./migrations/index.ts";
import { traceIdsOf } from "./trace/find-trace.ts";
import { hopsOf } from "./trace/hops.ts";

const usage = `Prints the trace of a request: when it was asked for, what it committed, and who was told. Changes nothing.

  npm run trace -- REF [--database-url URL]

  REF                 what the request was about, such as a transaction_ref, or the trace_id of a log line
  --database-url URL  the owner's URL; otherwise DATABASE_URL, otherwise the running local stack
  --help              this text`;

async function run(words: string[]): Promise<void> {
  const { values, positionals } = argumentsOf(words);
  const [wanted, ...others] = positionals;
  if (values.help === true) {
    console.log(usage);
    return;
  }
  if (wanted === undefined || others.length > 0) throw refusal(`Name one thing.\n\n${usage}`);
  const stateFolder = resolve(process.env.SAKU_STATE || ".saku");
  const target = targetOf(values["database-url"] ?? process.env.DATABASE_URL, stateFolder);
  await withOwner(target.ownerUrl, async (client) => {
    const traceIds = await traceIdsOf(client, wanted);
    if (traceIds.length === 0) throw refusal(`Nothing is known of a trace about ${wanted}.`);
    for (const traceId of traceIds) {
      const hops = await hopsOf(client, traceId, wanted);
      console.log(`trace ${traceId}`);
      const start = Math.min(...hops.map(({ at }) => at.getTime()));
      for (const { at, what, detail } of hops) {
        const after = `+${at.getTime() - start} ms`;
        console.log(`  ${after.padStart(10)}  ${what.padEnd(34)}  ${detail}`.trimEnd());
      }
    }
  });
}

function argumentsOf(words: string[]) {
  try {
    return parseArgs({
      args: words,
      allowPositionals: true,
      options: { "database-url": { type: "string" }, help: { type: "boolean", short: "h" } },
    });
  } catch (error) {
    throw refusal(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  // Anything but a refusal is a fault in this command, whose stack trace is wanted.
  console.error(isRefusal(error) ? error.message : error);
  process.exitCode = 1;
}
