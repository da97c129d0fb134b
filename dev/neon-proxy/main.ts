// Runs the proxy as a process of its own, for runs that kill it or arm faults from outside:
//   node dev/neon-proxy/main.ts --port 4444 --database-port 5432 [--database-host 127.0.0.1] [--faults] [--seed 1]

import { parseArgs } from "node:util";
import { openNeonProxy } from "../neon-proxy.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    "database-host": { type: "string", default: "127.0.0.1" },
    "database-port": { type: "string" },
    faults: { type: "boolean", default: false },
    seed: { type: "string", default: "1" },
  },
});
if (!values["database-port"]) {
  console.error("Say where Postgres listens: --database-port 5432");
  process.exit(2);
}

const proxy = await openNeonProxy({
  port: Number(values.port),
  database: { host: values["database-host"], port: Number(values["database-port"]) },
  ...(values.faults && { faults: { seed: Number(values.seed) } }),
});
console.log(proxy.url);
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void proxy.close().then(() => process.exit(0)));
}
