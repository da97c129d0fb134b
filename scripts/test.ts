// `npm test`: everything, or what the arguments name (`npm test -- wallets`, `npm test -- --project rules`).
import { buildWebAssets } from "../dev/web-assets.ts";
import { root, runTool } from "./run.ts";

await buildWebAssets(root);
process.exitCode = await runTool("vitest", ["run", ...process.argv.slice(2)]);
