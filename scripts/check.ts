// `npm run check`: what can be known in seconds, without a database: format, lint, types, architecture, documents.
import { runTool } from "./run.ts";

type Step = { readonly name: string; readonly tool: string; readonly options: readonly string[] };

const steps: readonly Step[] = [
  { name: "format and lint", tool: "biome", options: ["check", "--error-on-warnings"] },
  { name: "types", tool: "tsc", options: ["--project", "tsconfig.json"] },
  { name: "types of the pages", tool: "tsc", options: ["--project", "web/tsconfig.json"] },
  {
    name: "architecture and documents",
    tool: "vitest",
    options: ["run", "--project", "architecture", "--project", "rules"],
  },
];

for (const { name, tool, options } of steps) {
  console.log(`\n${name}`);
  const code = await runTool(tool, options);
  if (code !== 0) {
    console.error(`\nnpm run check failed at: ${name}`);
    process.exit(code);
  }
}
console.log("\nnpm run check passed.");
