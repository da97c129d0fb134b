// `npm run docs`: writes the documents that are made from the code. A test refuses stale ones.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { generatedFiles } from "./docs/files.ts";
import { root } from "./run.ts";

for (const [path, text] of Object.entries(generatedFiles())) {
  writeFileSync(join(root, path), text);
  console.log(`wrote ${path}`);
}
