import { expect, it } from "vitest";
import { type ScreenFacts, screenOf } from "./screen.ts";

const facts: ScreenFacts = {
  headline: "Saku is ready (4.2 s)",
  note: undefined,
  workerUrl: "http://127.0.0.1:8787",
  operatorKey: "saku_test_abc",
  stateFolder: "/home/budi/saku/.saku",
  dataFolder: "/home/budi/saku/.saku/postgres",
  currentFolder: "/home/budi/saku",
  stop: "Ctrl-C",
};

it("says where everything is, how to try it, how to stop and how to start over", () => {
  expect(screenOf(facts, false)).toBe(`
  Saku is ready (4.2 s)

  API         http://127.0.0.1:8787/v1
  Reference   http://127.0.0.1:8787/docs
  OpenAPI     http://127.0.0.1:8787/openapi.json
  Health      http://127.0.0.1:8787/health

  Studio      http://127.0.0.1:8787/studio
  Donate      http://127.0.0.1:8787/donate/budi
  Mailbox     http://127.0.0.1:8787/dev/mailbox

  Key         saku_test_abc
  Try it      curl -s http://127.0.0.1:8787/v1/wallets -H "Authorization: Bearer saku_test_abc"

  Data        .saku/postgres (kept between runs)
  Logs        .saku/logs
  Stop        Ctrl-C
  Start over  npm start -- --fresh
`);
});

it("names a folder outside the checkout in full", () => {
  const screen = screenOf({ ...facts, dataFolder: "/var/lib/saku/postgres" }, false);
  expect(screen).toContain("Data        /var/lib/saku/postgres (kept between runs)");
});

it("says why the address is another one than usual", () => {
  const note = "Port 8787 is taken by another program, so this is 8788.";
  expect(screenOf({ ...facts, note }, false)).toContain(`(4.2 s)\n  ${note}\n`);
});

it("writes colours only where they are wanted", () => {
  expect(screenOf(facts, false)).not.toContain("\u001b");
  expect(screenOf(facts, true)).toContain("\u001b[1mSaku is ready (4.2 s)\u001b[22m");
});
