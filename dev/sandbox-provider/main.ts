// The sandbox provider as a process of its own. What it is told stands in its environment, because a command line is shown
// to everybody on the machine.
import { openSandboxProvider } from "./server.ts";

const {
  SANDBOX_PORT = "8789",
  SANDBOX_SECRET = "",
  SANDBOX_NOTIFY_URL = "http://127.0.0.1:8787/v1/payments/providers/sandbox/notifications",
  SANDBOX_FILE,
  SANDBOX_SETTLE_AFTER_MS = "30000",
  SANDBOX_PAYOUT_AFTER_MS = "5000",
} = process.env;

if (SANDBOX_SECRET === "") {
  process.stderr.write(
    "The sandbox provider needs SANDBOX_SECRET: what it and the Worker sign with.\n",
  );
  process.exit(1);
}

const provider = await openSandboxProvider({
  port: Number(SANDBOX_PORT),
  secret: SANDBOX_SECRET,
  notifyUrl: () => SANDBOX_NOTIFY_URL,
  file: SANDBOX_FILE,
  settleAfterMs: Number(SANDBOX_SETTLE_AFTER_MS),
  payoutAfterMs: Number(SANDBOX_PAYOUT_AFTER_MS),
  say: (line) => process.stdout.write(`${line}\n`),
});
process.stdout.write(`ready ${provider.url}\n`);

const stop = () => {
  provider.close().then(
    () => process.exit(0),
    () => process.exit(1),
  );
};
// Whoever started it holds its input open; when they are gone, it has nobody to serve.
process.stdin.on("end", stop).resume();
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
