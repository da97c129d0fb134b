import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { beforeAll, expect, it } from "vitest";
import { type Bank, openTestBank } from "../../support/bank.ts";
import { openKeyRing, openTestClock } from "../../support/credentials.ts";
import { queryAs } from "../../support/database.ts";

const script = join(import.meta.dirname, "../../../scripts/keys.ts");

let bank: Bank;
beforeAll(async () => {
  bank = await openTestBank();
});

async function keys(words: readonly string[], variables: Record<string, string> = {}) {
  const env = {
    ...process.env,
    DATABASE_URL: bank.ownerUrl,
    SAKU_STATE: "/nonexistent",
    ...variables,
  };
  const child = spawn(process.execPath, [script, ...words], { env });
  const [out, fault] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return { code: child.exitCode, out, fault };
}

/** Uses the keys as an instance of the Worker would that has just begun. */
const useKeys = () => openKeyRing(bank, { clock: openTestClock() }).keys.published();
const waitLong = () =>
  queryAs(
    bank.ownerUrl,
    "update identity.signing_keys set created_at = created_at - interval '1 hour'",
  );

it("explains itself when asked, and when it is told nothing that it knows", async () => {
  expect(await keys(["--help"])).toMatchObject({ code: 0, out: expect.stringContaining("rotate") });
  for (const words of [[], ["burn"], ["rotate", "that-one"], ["list", "a", "b"], ["--surprise"]]) {
    expect(await keys(words)).toMatchObject({
      code: 1,
      fault: expect.stringContaining("npm run keys"),
    });
  }
  expect(await keys(["list"], { DATABASE_URL: "" })).toMatchObject({
    code: 1,
    fault: expect.stringContaining("npm start"),
  });
});

it("lists the keys, rotates only when the next one has been seen, and revokes", async () => {
  expect((await keys(["list"])).out).toContain("There are no keys yet");
  expect(await keys(["rotate"])).toMatchObject({
    code: 1,
    fault: expect.stringContaining("Nothing was rotated"),
  });

  await useKeys();
  expect((await keys(["list"])).out).toMatch(
    /^\S+ {2}ACTIVE .*\n\S+ {2}NEXT .*\n$|^\S+ {2}NEXT .*\n\S+ {2}ACTIVE .*\n$/,
  );
  expect((await keys(["rotate"])).code).toBe(1);
  await waitLong();
  const rotated = await keys(["rotate"]);
  const [kid = ""] = rotated.out.split(" ");
  expect(rotated).toMatchObject({
    code: 0,
    out: expect.stringContaining("signs within five minutes"),
  });
  expect((await keys(["list"])).out).toMatch(new RegExp(`${kid} {2}ACTIVE`));
  expect((await keys(["list"])).out).toMatch(/RETIRED {2}made .* published until/);

  expect(await keys(["revoke"])).toMatchObject({
    code: 1,
    fault: expect.stringContaining("Say which key"),
  });
  expect((await keys(["revoke", "no-such-key"])).fault).toContain("There is no key no-such-key");
  expect(await keys(["revoke", kid])).toMatchObject({
    code: 0,
    out: expect.stringContaining("withdrawn"),
  });
  expect((await useKeys()).map((jwk) => jwk.kid)).not.toContain(kid);
});
