import { spawn } from "node:child_process";
import { resolve } from "node:path";

export const root = resolve(import.meta.dirname, "..");

/** Runs one of the project's own tools in front of the person who asked, and answers its exit code. */
export function runTool(name: string, options: readonly string[]): Promise<number> {
  return new Promise((done, fail) => {
    const child = spawn(name, options, { cwd: root, stdio: "inherit" });
    child.once("error", fail);
    child.once("exit", (code, signal) => done(code ?? (signal ? 1 : 0)));
  });
}
