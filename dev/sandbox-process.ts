// The payment provider of development, as a process of its own: what it and the Worker share is an address and a secret.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { faultOf } from "./fault.ts";

export type SandboxProcessOptions = {
  readonly root: string;
  readonly stateFolder: string;
  readonly port: number;
  readonly secret: string;
  readonly workerUrl: string;
  readonly say: (line: string) => void;
};

export type SandboxProcess = { readonly url: string; readonly stop: () => Promise<void> };

export async function openSandboxProcess(options: SandboxProcessOptions): Promise<SandboxProcess> {
  const { root, stateFolder, port, secret, workerUrl } = options;
  const child = spawn(process.execPath, [join(root, "dev/sandbox-provider/main.ts")], {
    cwd: root,
    env: {
      ...process.env,
      SANDBOX_PORT: `${port}`,
      SANDBOX_SECRET: secret,
      SANDBOX_FILE: join(stateFolder, "sandbox.json"),
      SANDBOX_NOTIFY_URL: `${workerUrl}/v1/payments/providers/sandbox/notifications`,
    },
    // It ends when its input does, and that ends with us however we end.
    stdio: ["pipe", "pipe", "inherit"],
  });
  const hasEnded = once(child, "exit");
  const lines = createInterface({ input: child.stdout });
  const url = await Promise.race([
    once(lines, "line").then(([line]) => /^ready (\S+)$/.exec(`${line}`)?.[1]),
    hasEnded.then(() => undefined),
  ]);
  if (url === undefined) {
    throw faultOf(
      `The payment sandbox did not start on port ${port}.`,
      "Choose another port: SAKU_SANDBOX_PORT=8899 npm start",
    );
  }
  lines.on("line", options.say);
  return {
    url,
    stop: async () => {
      child.stdin.end();
      child.kill("SIGTERM");
      await hasEnded;
    },
  };
}
