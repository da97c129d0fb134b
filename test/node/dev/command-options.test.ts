import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "../../..");

async function run(script: string, words: readonly string[]) {
  const child = spawn(process.execPath, [join(root, script), ...words]);
  const [out, fault] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return { code: child.exitCode, out, fault };
}

it.each([
  ["torture", "dev/torture/run.ts", "--clients", ["--minutes", "--workers", "--seed"]],
  ["bench", "bench/run.ts", "--seconds", ["--wallets", "--lanes", "--million", "--only"]],
  ["bench:live", "bench/live.ts", "--seconds", ["--endpoints", "--rush", "--sockets", "--only"]],
])(
  "npm run %s says which options there are, and starts nothing with wrong ones",
  async (_name, script, one, others) => {
    const [unknown, bad, help] = await Promise.all([
      run(script, ["--forever"]),
      run(script, [one, "some"]),
      run(script, ["--help"]),
    ]);

    expect([unknown.code, bad.code, help.code]).toEqual([2, 2, 0]);
    expect(unknown.fault).toMatch(/^There is no option --forever\.\n/);
    expect(bad.fault).toMatch(
      new RegExp(`^${one} takes a whole number from 1 to \\d+, and not "some"\\.\n`),
    );
    for (const said of [unknown.fault, bad.fault, help.out]) {
      for (const option of [one, ...others]) expect(said).toContain(`  ${option} `);
      expect(said).not.toMatch(/\bat .*:\d+:\d+/);
    }
    expect([unknown.out, bad.out, help.fault]).toEqual(["", "", ""]);
  },
);
