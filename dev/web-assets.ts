// The pages in web/, built into the folder that wrangler.toml serves.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { faultOf } from "./fault.ts";
import { writeAtomically } from "./state.ts";

const configPath = "web/vite.config.ts";
const shownLinesOfVite = 20;

/** Builds the pages unless they were built from these very sources. */
export async function buildWebAssets(root: string): Promise<void> {
  const built = join(root, ".saku", "assets");
  const stamp = join(root, ".saku", "assets.stamp");
  // Wrangler refuses a folder that is not there, even while there is nothing to put in it.
  mkdirSync(built, { recursive: true });
  if (!existsSync(join(root, configPath))) return;

  const wanted = fingerprintOf(root);
  const isBuilt = existsSync(stamp) && readFileSync(stamp, "utf8") === wanted;
  if (isBuilt && readdirSync(built).length > 0) return;

  // Built aside and then swapped in, so that nobody is served half of a build.
  const draft = `${built}.${process.pid}`;
  const old = `${draft}.old`;
  await runVite(root, draft);
  renameSync(built, old);
  renameSync(draft, built);
  rmSync(old, { recursive: true, force: true });
  writeAtomically(stamp, wanted);
}

function fingerprintOf(root: string): string {
  const hash = createHash("sha256");
  for (const folder of ["web", "docs"]) {
    if (!existsSync(join(root, folder))) continue;
    const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
    const paths = entries
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name));
    for (const path of paths.sort())
      hash.update(path.slice(root.length)).update(readFileSync(path));
  }
  return hash.update(readFileSync(join(root, "package-lock.json"))).digest("hex");
}

function runVite(root: string, outFolder: string): Promise<void> {
  const vite = join(root, "node_modules/.bin/vite");
  const options = ["build", "--config", configPath, "--outDir", outFolder, "--emptyOutDir"];
  return new Promise((resolve, reject) => {
    const child = spawn(vite, options, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    child.stdout.on("data", (chunk) => {
      said += chunk;
    });
    child.stderr.on("data", (chunk) => {
      said += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) return resolve();
      const tail = stripVTControlCharacters(said)
        .trim()
        .split("\n")
        .slice(-shownLinesOfVite)
        .join("\n");
      reject(
        faultOf(
          `The pages in web/ could not be built.\n\n${tail}\n`,
          "Correct them and start again.",
        ),
      );
    });
  });
}
